using Laptime.Core.Findings;
using Laptime.Core.Statistics;

namespace Laptime.Core.Results;

/// <summary>
/// Whether a device performs as others of its model did. Devices of one model differ by 8 % on average, and single ones
/// by far more (Sinha et al. 2022); SuperBench (Xiong et al. 2024) sets the limit at 5 %.
/// </summary>
public static class FleetCheck
{
    private const double Limit = 0.05;
    private const int LeastRuns = 3;

    /// <summary>
    /// The result, with <see cref="FindingCode.SuspectDevice"/> if its step time exceeds the median of the others by more
    /// than 5 % throughout its interval.
    /// </summary>
    /// <param name="result">The result to judge.</param>
    /// <param name="others">Results of the same case in other runs on the same model with the same software; fewer than three say nothing.</param>
    public static CaseResult Judge(CaseResult result, IEnumerable<CaseResult> others)
    {
        if (result is not { StepTime: { } stepTime, HalfWidth: { } halfWidth })
        {
            return result;
        }
        double[] known =
        [
            .. others.Where(other => other.HalfWidth is not null).Select(other => other.StepTime!.Value.Value).Order(),
        ];
        if (known.Length < LeastRuns)
        {
            return result;
        }
        double median = Outliers.Quantile(known, 0.5);
        double slowdown = (stepTime.Value / median) - 1;
        if (stepTime.Value * (1 - halfWidth) <= median * (1 + Limit))
        {
            return result;
        }
        Finding finding = new(
            FindingCode.SuspectDevice,
            Severity.Warning,
            $"{(result.Serving is null ? "A step takes" : "The figure stands for")} {slowdown:P0} more time than in {known.Length} other runs on this model of device.",
            "Compare with 'laptime results list'; look for a busy machine, a lower power limit or poor cooling."
        );
        return result with
        {
            Findings = [.. result.Findings.Add(finding).OrderByDescending(f => f.Severity)],
            Grade = result.Grade == Grade.A ? Grade.B : result.Grade,
        };
    }
}
