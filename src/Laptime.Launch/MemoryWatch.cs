using System.Globalization;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;

namespace Laptime.Launch;

/// <summary>
/// Keeps an eye on the memory of a worker from outside and says when it has to end, before the machine swaps or the
/// kernel kills somebody else for it. Reads /proc every few milliseconds; where there is none it sees nothing.
/// </summary>
/// <param name="room">Resident memory that the worker may have; null: as much as there is.</param>
/// <param name="leastAvailable">What has to stay available to all other programs of the machine; null: nothing.</param>
public sealed class MemoryWatch(Bytes? room, Bytes? leastAvailable)
{
    /// <summary>A worker of which more than this was swapped out is no longer measured but endured.</summary>
    private static readonly Bytes s_swapped = Bytes.FromMebibytes(16);

    // Fresh memory comes at a few GB/s: some tens of MB between two looks.
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Watches until the worker has to end, and then says why; null if it ended by itself.</summary>
    /// <exception cref="OperationCanceledException">Nobody wants to know any more.</exception>
    public async Task<TrialOutcome.Failed?> WatchAsync(int processId, CancellationToken cancellationToken)
    {
        while (ReadIfThere($"/proc/{processId}/status") is { } status)
        {
            if (Judge(status) is { } reason)
            {
                return new TrialOutcome.Failed(reason, "Choose a smaller batch, or free memory.");
            }
            await Task.Delay(s_interval, cancellationToken);
        }
        return null;
    }

    private string? Judge(string status)
    {
        if (Line(status, "VmRSS:") is { } resident && resident > room)
        {
            return $"The worker was ended at {resident}: no more than {room} is to be had without harm to others.";
        }
        if (Line(status, "VmSwap:") is { } swapped && swapped > s_swapped)
        {
            return $"The worker was ended when {swapped} of it had been swapped out.";
        }
        return
            leastAvailable is not null
            && ReadIfThere("/proc/meminfo") is { } memory
            && Line(memory, "MemAvailable:") is { } available
            && available < leastAvailable
            ? $"The worker was ended when only {available} were left to the machine."
            : null;
    }

    /// <summary>The figure of a line such as <c>VmRSS:     1234 kB</c>; null if there is none.</summary>
    internal static Bytes? Line(string text, string name)
    {
        int at = text.IndexOf(name, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }
        ReadOnlySpan<char> rest = text.AsSpan(at + name.Length).TrimStart();
        int end = rest.IndexOfAnyExceptInRange('0', '9');
        return long.TryParse(
            end < 0 ? rest : rest[..end],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out long kib
        )
            ? Bytes.FromKibibytes(kib)
            : null;
    }

    private static string? ReadIfThere(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // the process is gone, or this is no Linux
        }
    }
}
