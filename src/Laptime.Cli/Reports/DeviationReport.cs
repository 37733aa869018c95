using System.Collections.Immutable;
using System.Globalization;
using Laptime.Cli.Terminal;
using Laptime.Core.Results;
using Laptime.Core.Sweeps;

namespace Laptime.Cli.Reports;

/// <summary>How far short precisions lie from fp32: a row for each case whose outputs were compared.</summary>
internal static class DeviationReport
{
    /// <summary>Writes the table; nothing where nothing was compared.</summary>
    public static void Write(ImmutableArray<CaseResult> results, Screen screen)
    {
        bool withThreads = CaseText.NeedThreads(results.Select(result => result.Case));
        Table table = new(
            new Column("Outputs against fp32", Wraps: true),
            new Column("Relative RMS", IsNumber: true),
            new Column("Largest", IsNumber: true),
            new Column("Same top class", IsNumber: true)
        );
        foreach (CaseResult result in results)
        {
            if (result.Deviation is { } deviation)
            {
                table.Add(
                    CaseText.Full(result.Case, withThreads),
                    Rms(deviation),
                    deviation.Largest?.ToString("G3", CultureInfo.InvariantCulture) ?? "not finite",
                    deviation.SameTop is { } share ? $"{Math.Round(share * deviation.Items)} of {deviation.Items}" : ""
                );
            }
        }
        if (!table.IsEmpty)
        {
            screen.Results.WriteLine();
            table.Write(screen);
        }
    }

    /// <summary>Relative root mean square as a percentage: <c>0.42 %</c>.</summary>
    public static string Rms(OutputDeviation deviation) =>
        deviation.RelativeRms is { } rms ? string.Create(CultureInfo.InvariantCulture, $"{rms * 100:G2} %") : "unknown";
}
