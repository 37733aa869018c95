using System.Collections.Immutable;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Serving;
using Laptime.Core.Statistics;
using Laptime.Core.Trials;

namespace Laptime.Core.Results;

/// <summary>What there is to say about a result besides its figures.</summary>
internal static class CaseFindings
{
    /// <summary>All findings, the gravest first, each code once.</summary>
    public static ImmutableArray<Finding> Of(
        CaseResult result,
        CaseTrials trials,
        Protocol protocol,
        ProtocolTier tier
    ) =>
        [
            .. OfLaunches(result, trials, protocol)
                .Concat(OfFlags(trials))
                .Concat(OfDistribution(result, trials, protocol))
                .Concat(OfInterval(result, trials, tier))
                .Concat(InputFindings.Of(result))
                .Concat(ServingFindings.Of(result, protocol, tier))
                .OrderByDescending(finding => finding.Severity),
        ];

    private static IEnumerable<Finding> OfLaunches(CaseResult result, CaseTrials trials, Protocol protocol)
    {
        int measured = trials.Samples.Length;
        if (result.InvalidLaunches > 0)
        {
            bool tooMany = result.Launches.IsEmpty || result.InvalidLaunches > protocol.Window.InvalidShare * measured;
            string reasons = string.Join(
                " ",
                trials.Samples.Select(samples => samples.InvalidReason).OfType<string>().Distinct()
            );
            yield return new Finding(
                FindingCode.InvalidLaunches,
                tooMany ? Severity.Invalid : Severity.Warning,
                $"{result.InvalidLaunches} of {measured} launches may not count. {reasons}",
                tooMany ? "Remove the disturbance and measure again." : null
            );
        }
        if (trials.Failures is [TrialOutcome.Failed failure, ..])
        {
            yield return new Finding(
                FindingCode.LaunchFailed,
                Severity.Warning,
                $"{trials.Failures.Length} of {trials.All.Length} launches failed. {failure.Attempted}",
                failure.Advice
            );
        }
    }

    private static IEnumerable<Finding> OfFlags(CaseTrials trials)
    {
        foreach (string code in FindingTexts.Codes)
        {
            int blocks = trials
                .Samples.SelectMany(samples => samples.Blocks)
                .Count(block => block.Phase == Phase.Measurement && block.Flags.Contains(code, StringComparer.Ordinal));
            int launches = trials.Samples.Count(samples => samples.Flags.Contains(code, StringComparer.Ordinal));
            if (blocks + launches > 0)
            {
                string where = launches > 0 ? Plural(launches, "launch", "es") : Plural(blocks, "block", "s");
                yield return FindingTexts.Describe(code, where);
            }
        }

        string[] unverified =
        [
            .. trials.Samples.SelectMany(samples => samples.Unverified).Distinct().Order(StringComparer.Ordinal),
        ];
        if (unverified.Length > 0)
        {
            yield return new Finding(
                FindingCode.Unverified,
                Severity.Note,
                $"This platform gives no evidence for {string.Join(", ", unverified)}.",
                null
            );
        }
    }

    private static IEnumerable<Finding> OfDistribution(CaseResult result, CaseTrials trials, Protocol protocol)
    {
        if (trials.Estimates.IsEmpty)
        {
            yield break;
        }
        double[] relative = [.. trials.Estimates.SelectMany(estimate => estimate.RelativeStepTimes)];
        if (result.TailTax > protocol.Validity.TailTax)
        {
            int outliers = Outliers.Label(relative).Count(label => label != OutlierLabel.None);
            yield return new Finding(
                FindingCode.HeavyTail,
                Severity.Warning,
                $"Stalls cost {result.TailTax:P1} of the typical throughput; {outliers} of {relative.Length} blocks are outliers.",
                "Look for periodic work on the machine; trust the delivered throughput for long jobs."
            );
        }
        if (relative.Length >= protocol.Window.Blocks && Multimodality.MValue(relative) > protocol.Validity.MValue)
        {
            yield return new Finding(
                FindingCode.Multimodal,
                Severity.Warning,
                "Step times have more than one hump.",
                "Something switches between two speeds: clocks, placement of threads or memory."
            );
        }
    }

    private static IEnumerable<Finding> OfInterval(CaseResult result, CaseTrials trials, ProtocolTier tier)
    {
        int cut = trials.Samples.Count(samples => samples.CutShort);
        if (cut > 0)
        {
            string counted = result.Serving is { } serving ? $"{serving.Queries} queries" : $"{result.Blocks} blocks";
            yield return new Finding(
                FindingCode.CutShort,
                Severity.Warning,
                $"The time allowed ended {Plural(cut, "launch", "es")} early: {counted} count in all.",
                "Allow more time with --budget for a narrower interval."
            );
        }
        if (!result.Resolved && !result.Launches.IsEmpty)
        {
            yield return new Finding(
                FindingCode.Unresolved,
                Severity.Warning,
                result.HalfWidth is double halfWidth
                        ? $"The interval is ±{halfWidth:P1}; this tier asks for ±{tier.TargetHalfWidth:P0}."
                    : result.Launches.Length < 2 ? "A single launch has no interval."
                    : "The figure has no interval.",
                "Allow more launches or time, or quiet the machine."
            );
        }
    }

    private static string Plural(int count, string noun, string ending) =>
        count == 1 ? $"1 {noun}" : $"{count} {noun}{ending}";
}
