using System.Globalization;
using Laptime.Core.Roofs;

namespace Laptime.Cli.Reports;

/// <summary>Roofs in words and figures.</summary>
internal static class RoofText
{
    private static readonly (double Factor, string Prefix)[] Prefixes = [(1e12, "T"), (1e9, "G"), (1e6, "M")];

    /// <summary>What it is called: <c>matrix product, fp32</c>.</summary>
    public static string Name(RoofSubject subject)
    {
        string where = subject.Device.IsCpu ? "" : $", {subject.Device}";
        string threads = subject.Threads == 1 ? "1 thread" : $"{subject.Threads} threads";
        return subject.Kind switch
        {
            RoofKind.Matmul when subject.Variant == RoofSubject.Eager => "matrix product, fp32 by plain mm",
            RoofKind.Matmul => $"matrix product, {subject.Variant}{where}",
            RoofKind.Triad => subject.Device.IsCpu ? $"memory, {threads}" : $"memory{where}",
            RoofKind.Copy =>
                $"copy {subject.Variant.Replace("-device", "", StringComparison.Ordinal)} {subject.Device}".Replace(
                    "-pinned",
                    ", pinned,",
                    StringComparison.Ordinal
                ),
            RoofKind.Launch => $"one operator{where}",
            RoofKind.Disk => "disk read",
            _ => "JPEG decode, each core",
        };
    }

    /// <summary>What a rate counts, for JSON.</summary>
    public static string Unit(RoofSubject subject) =>
        subject.Kind switch
        {
            RoofKind.Matmul => "flop",
            RoofKind.Launch => "operators",
            RoofKind.Decode => "pictures",
            _ => "bytes",
        };

    /// <summary>A rate as people read it: <c>502 GFLOP/s</c>; of an operator the time, <c>0.41 µs</c>.</summary>
    public static string Figure(RoofSubject subject, double rate)
    {
        switch (subject.Kind)
        {
            case RoofKind.Launch:
                return Write(1e6 / rate, "µs");
            case RoofKind.Decode:
                return Write(rate / subject.Threads, "pictures/s");
            default:
                (double factor, string prefix) = Prefixes.FirstOrDefault(p => rate >= p.Factor, (1, ""));
                string unit = subject switch
                {
                    { Kind: not RoofKind.Matmul } => "B/s",
                    { Variant: "int8" } => "OP/s",
                    _ => "FLOP/s",
                };
                return Write(rate / factor, prefix + unit);
        }
    }

    private static string Write(double value, string unit) =>
        value >= 1000
            ? $"{value.ToString("N0", CultureInfo.InvariantCulture)} {unit}"
            : $"{value.ToString("G3", CultureInfo.InvariantCulture)} {unit}";
}
