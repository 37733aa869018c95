using System.Globalization;

namespace Laptime.Prices.Formats;

/// <summary>
/// Names of slices of TPU pods: <c>tpu-v3-8</c> counts cores, two to a chip, as v2, v3, v4 and v5p do;
/// <c>tpu-v5litepod-8</c> and <c>tpu-v6e-8</c> count chips.
/// </summary>
internal static class TpuSlice
{
    /// <summary>The device and the number of chips; null if the name is none of a slice.</summary>
    public static (string Device, int Chips)? Parse(string name)
    {
        var text = name.AsSpan();
        if (
            !text.StartsWith("tpu-", StringComparison.OrdinalIgnoreCase)
            || text.LastIndexOf('-') is var dash && dash <= 4
        )
        {
            return null;
        }
        if (
            !int.TryParse(text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || size < 1
        )
        {
            return null;
        }
        var generation = name[4..dash].ToLowerInvariant();
        return generation switch
        {
            "v2" or "v3" or "v4" or "v5p" => ($"TPU {generation}", Math.Max(1, size / 2)),
            "v5litepod" or "v5e" => ("TPU v5e", size),
            _ => ($"TPU {generation}", size),
        };
    }
}
