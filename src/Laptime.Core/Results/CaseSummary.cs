using System.Collections.Immutable;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Core.Serving;
using Laptime.Core.Statistics;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;

namespace Laptime.Core.Results;

/// <summary>Turns raw trials into results: a pure function, so that stored data can be analysed again at any time.</summary>
public static class CaseSummary
{
    /// <summary>Results of a run, one per case, in the order of the suite.</summary>
    public static ImmutableArray<CaseResult> Summarize(RunRecord record, Protocol protocol) =>
        [
            .. record.Run.Suite.Cases.Select(@case =>
                Summarize(new CaseTrials(@case, record.Trials), protocol, protocol.For(record.Run.Tier))
            ),
        ];

    /// <summary>Result of one case.</summary>
    public static CaseResult Summarize(CaseTrials trials, Protocol protocol, ProtocolTier tier)
    {
        CaseResult result = new() { Case = trials.Case, Status = StatusOf(trials) };
        return result.Status switch
        {
            CaseStatus.Pending => result,
            CaseStatus.Skipped => result with { Reason = trials.Skip!.Reason },
            CaseStatus.Failed => result with
            {
                Reason = trials.Failures[0].Attempted,
                Advice = trials.Failures[0].Advice,
            },
            CaseStatus.Invalid => Judge(Describe(result, trials), trials, protocol, tier) with
            {
                Reason = trials
                    .Samples.Select(samples => samples.InvalidReason)
                    .FirstOrDefault(reason => reason is not null, "No block of any launch may count."),
            },
            _ => Judge(Measure(Describe(result, trials), trials, protocol, tier), trials, protocol, tier),
        };
    }

    private static CaseStatus StatusOf(CaseTrials trials) =>
        !trials.Estimates.IsEmpty ? CaseStatus.Measured
        : !trials.Samples.IsEmpty ? CaseStatus.Invalid
        : trials.Skip is not null ? CaseStatus.Skipped
        : !trials.Failures.IsEmpty ? CaseStatus.Failed
        : CaseStatus.Pending;

    private static CaseResult Describe(CaseResult result, CaseTrials trials)
    {
        TrialSamples first = trials.Samples[0];
        return result with
        {
            ItemName = first.ItemName,
            Parameters = first.Parameters,
            InvalidLaunches = trials.Invalid,
            PeakResident = trials.Samples.Max(samples => samples.PeakResident),
            PeakDevice = trials.Samples.Max(samples => samples.PeakDevice),
            Deviation = trials.Samples.Select(samples => samples.Deviation).FirstOrDefault(found => found is not null),
            Transfer = [.. trials.Samples.Select(samples => samples.Transfer).OfType<TransferFigures>()],
        };
    }

    private static CaseResult Measure(CaseResult result, CaseTrials trials, Protocol protocol, ProtocolTier tier)
    {
        LaunchInterval interval = LaunchInterval.FromLogs(trials.Logs.AsSpan(), tier.Quantile, protocol.HalfWidthFloor);
        if (Serve(trials, protocol, tier) is { } serving)
        {
            double items = serving.QueriesPerSecond * serving.SamplesPerQuery;
            return result with
            {
                StepTime = new Seconds(interval.Seconds),
                HalfWidth = serving.Headline is { } headline ? headline.HalfWidth : serving.RateHalfWidth,
                ItemsPerSecond = serving.Headline is null ? items : null,
                DeliveredItemsPerSecond = items,
                Launches = [.. trials.Logs.Select(log => new Seconds(Math.Exp(log)))],
                Resolved = tier.IsMetBy(serving.Headline is null ? interval.HalfWidth : serving.Headline.HalfWidth),
                Serving = serving,
            };
        }
        ImmutableArray<Block> scored = [.. trials.Estimates.SelectMany(estimate => estimate.Blocks)];
        double delivered = scored.Sum(block => block.Wall.Value) / scored.Sum(block => (double)block.Steps);
        int itemsPerStep = trials.Samples[0].ItemsPerStep;
        int[] steps = [.. scored.Select(block => block.Steps).Distinct()];
        return result with
        {
            StepTime = new Seconds(interval.Seconds),
            HalfWidth = interval.HalfWidth,
            ItemsPerSecond = itemsPerStep / interval.Seconds,
            DeliveredItemsPerSecond = itemsPerStep / delivered,
            TailTax = (delivered / interval.Seconds) - 1,
            Launches = [.. trials.Logs.Select(log => new Seconds(Math.Exp(log)))],
            Blocks = scored.Length,
            DroppedBlocks = trials
                .Samples.Where(samples => samples.InvalidReason is null)
                .Sum(samples =>
                    samples.Blocks.Count(block => block.Phase == Phase.Measurement && block.Dropped is not null)
                ),
            StepsPerBlock = steps is [int only] ? only : null,
            Energy = EnergyResult.Of(
                [.. trials.Samples.Where(samples => samples.InvalidReason is null)],
                protocol.Energy,
                tier.Quantile
            ),
            Resolved = tier.IsMetBy(interval.HalfWidth),
        };
    }

    private static ServingResult? Serve(CaseTrials trials, Protocol protocol, ProtocolTier tier) =>
        ServingSummary.Of(trials.Case, trials.Samples.Where(samples => samples.InvalidReason is null), tier, protocol);

    private static CaseResult Judge(CaseResult result, CaseTrials trials, Protocol protocol, ProtocolTier tier)
    {
        ImmutableArray<Finding> findings = CaseFindings.Of(result, trials, protocol, tier);
        Grade grade =
            findings.Any(finding => finding.Severity == Severity.Invalid) ? Grade.X
            : findings.Any(finding => finding.Code == FindingCode.Unverified) ? Grade.C
            : findings.Any(finding => finding.Severity == Severity.Warning) ? Grade.B
            : Grade.A;
        return result with
        {
            Findings = findings,
            Grade = grade,
            Rankable = tier.Rankable && result.Resolved && result.Launches.Length >= tier.Looks[0] && grade != Grade.X,
        };
    }
}
