using System.Globalization;
using Laptime.Core.Cases;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Results;

namespace Laptime.Core.Serving;

/// <summary>What there is to say about queries besides their figures.</summary>
internal static class ServingFindings
{
    /// <summary>Findings of all launches together; none for anything but a serving scenario.</summary>
    public static IEnumerable<Finding> Of(CaseResult result, Protocol protocol, ProtocolTier tier)
    {
        if (result.Serving is not { } serving)
        {
            yield break;
        }
        double asked = serving.Headline?.Percentile ?? protocol.Serving.BoundPercentile;
        LatencyPercentile? headline = serving.Percentiles.FirstOrDefault(p => p.Percentile == asked);
        int launches = Math.Max(1, result.Launches.Length);
        int needed = PercentileAcrossLaunches.QueriesNeeded(asked, serving.LagOne);
        if (headline is { HalfWidth: null } && serving.Queries / launches < needed)
        {
            yield return new Finding(
                FindingCode.FewQueries,
                Severity.Warning,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"p{asked * 100:G4} rests on {serving.Queries / launches:N0} queries a launch; its interval needs {needed:N0}."
                ),
                "Allow more time with --budget."
            );
        }
        if (serving.Scenario == Scenario.ClosedLoop)
        {
            yield return new Finding(
                FindingCode.ClosedLoop,
                Severity.Note,
                "Clients wait for their answers before they ask again, so that a stall delays few queries: such latencies are never compared with a server's.",
                "Use --scenario server for what independent users see."
            );
        }
        double confirmation = protocol.Serving.ConfirmationOf(tier.Tier).Value;
        if (serving.Scenario == Scenario.Server && confirmation < protocol.Serving.FullConfirmation.Value)
        {
            yield return new Finding(
                FindingCode.ShortConfirmation,
                Severity.Note,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The rate was kept in passes of about {confirmation:G3} s each; 60 s are the rule."
                ),
                "Measure with --tier standard before you rely on it."
            );
        }
    }
}
