using System.Globalization;
using Laptime.Core.Quantities;

namespace Laptime.Probe.MainMemory;

/// <summary>What /proc/meminfo says; null where it has no such line.</summary>
/// <param name="Total">Memory that the kernel manages.</param>
/// <param name="Available">What a program could get without swapping; kernels before 3.14 do not tell.</param>
/// <param name="Swap">Swap space.</param>
/// <param name="SwapFree">Free part of it.</param>
internal sealed record MemInfoText(Bytes? Total, Bytes? Available, Bytes? Swap, Bytes? SwapFree)
{
    /// <summary>Reads the text; never fails.</summary>
    public static MemInfoText Parse(string text)
    {
        var lines = text.Split('\n');
        return new MemInfoText(
            Value(lines, "MemTotal:"),
            Value(lines, "MemAvailable:"),
            Value(lines, "SwapTotal:"),
            Value(lines, "SwapFree:")
        );
    }

    private static Bytes? Value(string[] lines, string key)
    {
        var words = lines
            .FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))
            ?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // The unit is always written kB and always means KiB.
        return
            words is [_, var number, "kB"]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes)
            ? Bytes.FromKibibytes(kibibytes)
            : null;
    }
}
