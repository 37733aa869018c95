using System.Collections.Immutable;
using Laptime.Advice.Outlooks;
using Laptime.Advice.Plans;
using Laptime.Core.Quantities;

namespace Laptime.Answers.Offers;

/// <summary>What a part of a session is spent on.</summary>
public enum SessionPart
{
    /// <summary>Setting up.</summary>
    Setup,

    /// <summary>Work, with the checkpoints within it.</summary>
    Work,

    /// <summary>The last checkpoint of a session that is not the last.</summary>
    Save,

    /// <summary>Waiting for the next week's quota.</summary>
    Waiting,
}

/// <summary>A stretch of a plan.</summary>
/// <param name="Session">Number of the session, from 1.</param>
/// <param name="Part">What it is spent on.</param>
/// <param name="From">Its beginning, from the start of the first session.</param>
/// <param name="To">Its end.</param>
public readonly record struct SessionStretch(int Session, SessionPart Part, Seconds From, Seconds To);

/// <summary>A plan of sessions, one after the other, laid out in time: the sums are those of its schedule.</summary>
public static class SessionTimeline
{
    private const double Week = 7 * 24 * 3600;

    /// <summary>The stretches in order; sessions that would not fit into a picture are left out at the end.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="scheduling">What it was laid out with.</param>
    /// <param name="most">Sessions to lay out at most.</param>
    public static ImmutableArray<SessionStretch> Of(SessionPlan plan, Scheduling scheduling, int most)
    {
        RunSchedule schedule = plan.Schedule;
        double quota = plan.Limits?.WeeklyGpuTime is { Value: > 0 } weekly ? weekly.Value : double.PositiveInfinity;
        Scheduling limited = scheduling with { Limits = plan.Limits };
        double save = scheduling.CheckpointTakes.Value;
        // Checkpoints at the ends of sessions stand apart from those within the work.
        double left = schedule.Work.Value + schedule.Checkpoints.Value - (save * (schedule.Sessions - 1));
        double perSession = limited.UsablePerSession?.Value ?? left;
        double now = 0;
        double ran = 0;
        var stretches = ImmutableArray.CreateBuilder<SessionStretch>();
        for (int session = 1; session <= Math.Min(schedule.Sessions, most); session++)
        {
            double work = Math.Min(left, perSession);
            Lay(session, SessionPart.Setup, scheduling.Setup.Value);
            Lay(session, SessionPart.Work, work);
            left -= work;
            if (session < schedule.Sessions)
            {
                Lay(session, SessionPart.Save, save);
            }
        }
        return stretches.ToImmutable();

        void Lay(int session, SessionPart part, double length)
        {
            while (length > 1e-9)
            {
                double untilQuota = quota - (ran % quota);
                if (ran > 0 && double.IsFinite(quota) && (untilQuota > quota - 1e-9))
                {
                    stretches.Add(
                        new SessionStretch(
                            session,
                            SessionPart.Waiting,
                            new Seconds(now),
                            new Seconds(now + Week - quota)
                        )
                    );
                    now += Week - quota;
                }
                double step = Math.Min(length, untilQuota);
                stretches.Add(new SessionStretch(session, part, new Seconds(now), new Seconds(now + step)));
                now += step;
                ran += step;
                length -= step;
            }
        }
    }
}
