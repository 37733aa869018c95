using System.Globalization;

namespace Laptime.Measurement.Telemetry;

/// <summary>Processor time since boot, in ticks of the kernel's accounting clock (proc(5)).</summary>
/// <param name="Busy">user, nice, system, irq and softirq; guests are part of user.</param>
/// <param name="Steal">Given to other guests by the hypervisor.</param>
public readonly record struct ProcessorTicks(long Busy, long Steal);

/// <summary>Reads the texts of /proc and /sys. Pure; text that is not as expected gives null.</summary>
public static class ProcText
{
    /// <summary>The line of all processors in /proc/stat.</summary>
    public static ProcessorTicks? ParseStat(string text)
    {
        if (!text.StartsWith("cpu ", StringComparison.Ordinal))
        {
            return null;
        }
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        string[] fields = (end < 0 ? text : text[..end]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // cpu user nice system idle iowait irq softirq steal …
        long[] ticks = new long[8];
        for (int i = 0; i < ticks.Length; i++)
        {
            if (i + 1 >= fields.Length || ParseLong(fields[i + 1]) is not long value)
            {
                return null;
            }
            ticks[i] = value;
        }
        return new ProcessorTicks(ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6], ticks[7]);
    }

    /// <summary>Processors of the machine, by the lines of /proc/stat; null if there are none.</summary>
    public static int? CountProcessors(string text)
    {
        int count = text.Split('\n')
            .Count(line =>
                line.Length > 3 && line.StartsWith("cpu", StringComparison.Ordinal) && char.IsAsciiDigit(line[3])
            );
        return count == 0 ? null : count;
    }

    /// <summary>Value of a <c>name value</c> line, as in /proc/vmstat.</summary>
    public static long? ParseCounter(string text, string name)
    {
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (
                line.Length > name.Length
                && line.StartsWith(name, StringComparison.Ordinal)
                && line[name.Length] == ' '
            )
            {
                return ParseLong(line[(name.Length + 1)..]);
            }
        }
        return null;
    }

    /// <summary>A file that holds one whole number, as most of /sys does.</summary>
    public static long? ParseLong(ReadOnlySpan<char> text) =>
        long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : null;
}
