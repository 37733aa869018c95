using System.Globalization;

namespace Laptime.Probe.Processors;

/// <summary>The kernel's notation for sets of processors: <c>0-3,8,10-11</c>.</summary>
internal static class CpuList
{
    /// <summary>Numbers in the set, ascending as the kernel writes them; null if the text is not such a list.</summary>
    public static IReadOnlyList<int>? TryParse(string text)
    {
        var numbers = new List<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            if (
                ends.Length > 2
                || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                || last < first
                || last > 1 << 16
            )
            {
                return null;
            }
            numbers.AddRange(Enumerable.Range(first, last - first + 1));
        }
        return numbers.Count == 0 ? null : numbers;
    }
}
