using System.Collections.Immutable;
using Laptime.Advice.Jobs;
using Laptime.Advice.Markets;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Outlooks;

/// <summary>How work proceeds under the terms of an offer, and what of that is assumed.</summary>
internal sealed record OutlookGroupTerms(Scheduling Scheduling, ImmutableArray<string> Remarks)
{
    public static OutlookGroupTerms Of(Offer offer, Provider? provider, Job job, Assumptions assumptions)
    {
        List<string> remarks = [];
        bool isSpot = offer.Pricing is Pricing.Spot;
        Seconds setup = job.SetupTime ?? provider?.SetupTime ?? assumptions.SetupTime;
        SessionLimits? limits = provider is null ? null : PlanName.LimitsOf(provider, offer);
        Seconds? every = job.CheckpointEvery;
        if (isSpot && assumptions.SpotInterruptionsPerHour > 0)
        {
            every ??= CheckpointInterval.Optimum(
                assumptions.CheckpointTakes,
                new Seconds(3600 / assumptions.SpotInterruptionsPerHour)
            );
            remarks.Add($"spot: {assumptions.SpotInterruptionsPerHour:0.###} interruptions an hour (assumed)");
        }
        if (limits?.SessionMaximum is { } longest)
        {
            string when = limits.Source.AsOf is { } date ? $", as of {date:yyyy-MM-dd}" : "";
            remarks.Add($"sessions of at most {longest.Value / 3600:0.#} h{when}");
        }
        Scheduling scheduling = new()
        {
            Setup = setup,
            CheckpointEvery = every,
            CheckpointTakes = assumptions.CheckpointTakes,
            SessionMargin = assumptions.SessionMargin,
            InterruptionsPerHour = isSpot ? assumptions.SpotInterruptionsPerHour : 0,
            Limits = limits,
        };
        return new OutlookGroupTerms(scheduling, [.. remarks]);
    }
}
