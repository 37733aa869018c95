using System.Collections.Immutable;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Statistics;

namespace Laptime.Core.Results;

/// <summary>Compares two runs of our own protocol, case by case.</summary>
public static class CaseRatios
{
    /// <summary>
    /// Ratios of the step times of cases that both have. Cases are the same if they differ in nothing, or in nothing but
    /// device and threads where that leaves one on each side: machines are what is compared. The error of a ratio is
    /// that of the difference of mean logarithms between launches (<see cref="Comparison.Unpaired"/>); it is not known
    /// with fewer than two launches on a side.
    /// </summary>
    public static RatioTable Of(ImmutableArray<CaseResult> first, ImmutableArray<CaseResult> second)
    {
        List<CaseResult> left = [.. first.Where(HasFigure)];
        List<CaseResult> right = [.. second.Where(HasFigure)];
        List<(CaseResult First, CaseResult Second)> pairs = [];
        Pair(left, right, pairs, @case => @case);
        Pair(left, right, pairs, @case => @case with { Device = DeviceName.Cpu, Threads = 1 });
        return RatioTable.Of(
            pairs.Select(pair => Row(pair.First, pair.Second)),
            [.. left.Select(result => result.Case.Id)],
            [.. right.Select(result => result.Case.Id)]
        );
    }

    private static bool HasFigure(CaseResult result) =>
        result.Status == CaseStatus.Measured && !result.Launches.IsEmpty;

    private static void Pair(
        List<CaseResult> left,
        List<CaseResult> right,
        List<(CaseResult, CaseResult)> pairs,
        Func<Case, Case> key
    )
    {
        foreach (CaseResult one in left.ToArray())
        {
            Case wanted = key(one.Case);
            CaseResult[] others = [.. right.Where(other => key(other.Case).Equals(wanted))];
            if (others.Length == 1 && left.Count(other => key(other.Case).Equals(wanted)) == 1)
            {
                pairs.Add((one, others[0]));
                left.Remove(one);
                right.Remove(others[0]);
            }
        }
    }

    private static RatioRow Row(CaseResult first, CaseResult second)
    {
        var a = Moments.Of([.. Logs(first)]);
        var b = Moments.Of([.. Logs(second)]);
        return new RatioRow(
            Name(first.Case),
            Math.Exp(a.Mean),
            Math.Exp(b.Mean),
            b.Mean - a.Mean,
            a.Count < 2 || b.Count < 2
                ? null
                : CombinedError.OfSum([
                    (Math.Sqrt(a.SquaredError), a.Count - 1),
                    (Math.Sqrt(b.SquaredError), b.Count - 1),
                ])
        );
    }

    private static IEnumerable<double> Logs(CaseResult result) =>
        result.Launches.Select((Seconds launch) => Math.Log(launch.Value));

    private static string Name(Case @case)
    {
        // Device and threads stand above the table where they differ.
        string[] parts = @case.Id.Split('/');
        return string.Join('/', parts.Take(5)) + @case.Serving?.IdPart;
    }
}
