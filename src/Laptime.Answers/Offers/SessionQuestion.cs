using System.Collections.Immutable;
using Laptime.Advice.Jobs;
using Laptime.Advice.Outlooks;
using Laptime.Advice.Plans;
using Laptime.Advice.Speeds;
using Laptime.Advice.Upgrades;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Answers.Offers;

/// <summary>A job on one device of a provider, under one set of limits.</summary>
/// <param name="Limits">The limits; null: none are known.</param>
/// <param name="Typical">The plan at typical speed; null: no session is long enough.</param>
/// <param name="Slow">The plan at the slow end of the range.</param>
public sealed record PlannedSessions(SessionLimits? Limits, SessionPlan? Typical, SessionPlan? Slow);

/// <summary>How to do a job in the sessions of a provider.</summary>
public sealed record SessionQuestion(
    AdviceDesk Desk,
    Job Job,
    PlanOffers Plan,
    Offer Offer,
    WorkTime Work,
    Scheduling Scheduling,
    Seconds BetweenInterruptions,
    int SessionsPerDay,
    PlannedSessions Now,
    ImmutableArray<PlannedSessions> Otherwise
)
{
    private static readonly Seconds Day = new(24 * 3600);

    /// <summary>Plans the sessions of a command line.</summary>
    /// <exception cref="QuestionException">The provider, its device or the speed is not known.</exception>
    public static SessionQuestion Of(
        AdviceDesk desk,
        Job job,
        string on,
        string? device,
        Seconds? betweenInterruptions,
        int sessionsPerDay
    )
    {
        PlanOffers plan = PlanSearch.Find(desk, on);
        SpeedBook speeds = desk.SpeedsOf(job);
        string? wanted = device is null ? null : desk.FindDevice(device).Id;
        Offer[] offers = [.. plan.Offers.Where(offer => wanted is null || offer.Device == wanted)];
        if (offers.Length == 0)
        {
            throw new QuestionException($"{plan.Provider.Name} is not known to give a {device}.");
        }
        (Offer Offer, WorkTime Work)? fastest = offers
            .Select(offer => (Offer: offer, Work: speeds.TimeOf(offer.Device, offer.DeviceCount, offer.Provider)))
            .Where(pair => pair.Work is not null)
            .Select(pair => ((Offer, WorkTime)?)(pair.Offer, pair.Work!))
            .MinBy(pair => pair!.Value.Item2.Typical);
        if (fastest is not var (offer, work))
        {
            string given = string.Join(", ", offers.Select(o => o.Device ?? o.RawDevice ?? "processor").Distinct());
            throw new QuestionException(
                $"How fast {job.Workload} is on {given} of {plan.Provider.Name} is not known. Say the work as --hours H --on-device DEVICE."
            );
        }
        SessionLimits? limits = Laptime.Advice.Markets.PlanName.LimitsOf(plan.Provider, offer);
        Scheduling scheduling = new()
        {
            Setup = job.SetupTime ?? plan.Provider.SetupTime ?? desk.Assumptions.SetupTime,
            CheckpointEvery = job.CheckpointEvery,
            CheckpointTakes = desk.Assumptions.CheckpointTakes,
            SessionMargin = desk.Assumptions.SessionMargin,
            Limits = limits,
        };
        // Nobody publishes how often sessions break off unexpectedly; once in the longest session is cautious.
        Seconds between = betweenInterruptions ?? limits?.SessionMaximum ?? Day;
        return new SessionQuestion(
            desk,
            job,
            plan,
            offer,
            work,
            scheduling,
            between,
            sessionsPerDay,
            Planned(limits),
            [
                .. plan
                    .Provider.Limits.Where(other =>
                        other != limits && other is not { SessionMaximum: null, WeeklyGpuTime: null }
                    )
                    .Select(Planned),
            ]
        );

        PlannedSessions Planned(SessionLimits? under) =>
            new(
                under,
                Lay(work.Typical, under),
                double.IsFinite(work.Range.High.Value) ? Lay(work.Range.High, under) : null
            );

        SessionPlan? Lay(Seconds time, SessionLimits? under) =>
            SessionPlan.Of(time, scheduling with { Limits = under }, between, sessionsPerDay);
    }
}
