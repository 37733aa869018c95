using System.Globalization;
using System.IO.Enumeration;

namespace Laptime.Prices.Formats;

/// <summary>
/// Devices of Azure's sizes of machines, which its price list does not tell (learn.microsoft.com, sizes of GPU machines;
/// from general knowledge).
/// </summary>
internal static class AzureSizes
{
    private static readonly (string Size, string Device, decimal Count)[] Sizes =
    [
        ("Standard_NC24ads_A100_v4", "A100", 1),
        ("Standard_NC48ads_A100_v4", "A100", 2),
        ("Standard_NC96ads_A100_v4", "A100", 4),
        ("Standard_ND96asr_v4", "A100", 8),
        ("Standard_ND96amsr_A100_v4", "A100", 8),
        ("Standard_NC40ads_H100_v5", "H100", 1),
        ("Standard_NC80adis_H100_v5", "H100", 2),
        ("Standard_ND96is*_H100_v5", "H100", 8),
        ("Standard_ND96is*_H200_v5", "H200", 8),
        ("Standard_ND96is*_MI300X_v5", "MI300X", 8),
        ("Standard_NC64as_T4_v3", "T4", 4),
        ("Standard_NC*as_T4_v3", "T4", 1),
        ("Standard_NC6s_v3", "V100", 1),
        ("Standard_NC12s_v3", "V100", 2),
        ("Standard_NC24*s_v3", "V100", 4),
        ("Standard_ND40rs_v2", "V100", 8),
        ("Standard_NC6s_v2", "P100", 1),
        ("Standard_NC12s_v2", "P100", 2),
        ("Standard_NC24*s_v2", "P100", 4),
        ("Standard_NC6", "K80", 1),
        ("Standard_NC12", "K80", 2),
        ("Standard_NC24*", "K80", 4),
        ("Standard_NV6ads_A10_v5", "A10", 0.167m),
        ("Standard_NV12ads_A10_v5", "A10", 0.333m),
        ("Standard_NV18ads_A10_v5", "A10", 0.5m),
        ("Standard_NV36ad*_A10_v5", "A10", 1),
        ("Standard_NV72ads_A10_v5", "A10", 2),
        ("Standard_NV6", "M60", 1),
        ("Standard_NV12", "M60", 2),
        ("Standard_NV24", "M60", 4),
        ("Standard_NV12s_v3", "M60", 1),
        ("Standard_NV24s_v3", "M60", 2),
        ("Standard_NV48s_v3", "M60", 4),
    ];

    /// <summary>Device and number of a size; null if it is not in the table.</summary>
    public static (string Device, decimal Count)? Find(string size)
    {
        foreach (var (pattern, device, count) in Sizes)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, size))
            {
                return (device, count);
            }
        }
        return null;
    }

    /// <summary>Whether it is of the series with accelerators.</summary>
    public static bool HasAccelerator(string size) => size.StartsWith("Standard_N", StringComparison.OrdinalIgnoreCase);

    /// <summary>Virtual processors: the first number of the name.</summary>
    public static decimal? Processors(string size)
    {
        var digits = string.Concat(size.SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit));
        return decimal.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
    }
}
