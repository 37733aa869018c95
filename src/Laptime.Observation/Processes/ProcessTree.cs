using System.Globalization;
using Laptime.Core.Quantities;

namespace Laptime.Observation.Processes;

/// <summary>What a process and all its descendants use.</summary>
/// <param name="Busy">Processor time, of those too that have ended and were waited for.</param>
/// <param name="Resident">Resident memory of the living; what they share counts for each, as in top.</param>
/// <param name="Read">Read from disks; null where the kernel does not tell.</param>
/// <param name="Written">Written to disks; null where the kernel does not tell.</param>
internal readonly record struct TreeUse(Seconds Busy, Bytes Resident, Bytes? Read, Bytes? Written);

/// <summary>Reads /proc for a process and its descendants (proc(5)).</summary>
internal sealed class ProcessTree(int root)
{
    private static readonly Seconds AccountingTick = new(0.01);
    private static readonly long PageSize = Environment.SystemPageSize;

    /// <summary>All living processes, the root first; those that end meanwhile may be missing.</summary>
    public List<int> Members()
    {
        List<int> members = [root];
        for (int i = 0; i < members.Count; i++)
        {
            AddChildren(members[i], members);
        }
        return members;
    }

    /// <summary>What they use now.</summary>
    public TreeUse Read()
    {
        double ticks = 0;
        long pages = 0;
        long? read = null;
        long? written = null;
        foreach (int pid in Members())
        {
            // The name of the program may hold blanks and brackets; figures begin behind its last bracket.
            string stat = Text(pid, "stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 21)
            {
                // utime, stime, cutime, cstime; rss: fields 14 to 17 and 24 of proc(5), here from the third on
                ticks += Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]);
                pages += Number(fields[21]);
            }
            foreach (string line in Text(pid, "io").Split('\n'))
            {
                read = line.StartsWith("read_bytes: ", StringComparison.Ordinal)
                    ? (read ?? 0) + Number(line.AsSpan(12))
                    : read;
                written = line.StartsWith("write_bytes: ", StringComparison.Ordinal)
                    ? (written ?? 0) + Number(line.AsSpan(13))
                    : written;
            }
        }
        return new TreeUse(
            AccountingTick * ticks,
            new Bytes(pages * PageSize),
            read is { } r ? new Bytes(r) : null,
            written is { } w ? new Bytes(w) : null
        );
    }

    private static void AddChildren(int pid, List<int> members)
    {
        string[] threads;
        try
        {
            threads = Directory.GetDirectories($"/proc/{pid}/task");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // it has ended
        }
        foreach (string thread in threads)
        {
            foreach (
                string child in Text(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            )
            {
                if (int.TryParse(child, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                {
                    members.Add(number);
                }
            }
        }
    }

    private static string Text(int pid, string file) => Text($"/proc/{pid}/{file}");

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // it has ended, or is another user's
        }
    }

    private static long Number(ReadOnlySpan<char> text) =>
        long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : 0;
}
