using System.Collections.Immutable;
using Laptime.Core.Quantities;
using Laptime.Store;
using Laptime.Store.Relational;
using Laptime.Torch.Engine;

namespace Laptime.Cli.Results;

/// <summary>Examines the place where results are kept: whether they can be read and saved, and whether there is room.</summary>
internal static class DataCheck
{
    /// <summary>A run has a few megabytes; less room than for some tens of them is worth a word.</summary>
    private static readonly Bytes LittleSpace = Bytes.FromMebibytes(128);

    /// <summary>A program that saves a trial holds the database for milliseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Opens the database, and creates an empty one where there is none: nothing less shows that a run can be saved.</summary>
    public static async Task<ImmutableArray<DoctorLine>> ExamineAsync(
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        try
        {
            string directory = DataDirectory.Locate(Environment.GetEnvironmentVariable);
            StoreAddress address = ChosenStore.Address;
            int runs = await CountRunsAsync(address, time, cancellationToken);
            string results = runs == 1 ? "1 run" : $"{runs} runs";
            return [new DoctorLine("results", DoctorState.Ok, $"{address}, {results}", Remedy: null), Space(directory)];
        }
        catch (StoreException e)
        {
            return [new DoctorLine("results", DoctorState.Missing, e.Message, Remedy: null)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return
            [
                new DoctorLine(
                    "results",
                    DoctorState.Missing,
                    e.Message,
                    "Make it writable for this user, or set LAPTIME_DATA to a directory that is."
                ),
            ];
        }
    }

    private static async Task<int> CountRunsAsync(
        StoreAddress address,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (address.File is { } path && File.Exists(path))
        {
            // SQLite opens a file that it may not write for reading, without a word.
            await using FileStream writable = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        await using RelationalStore store = await address.OpenAsync(time, Patience, cancellationToken);
        return await store.CountRunsAsync(new RunQuery(), cancellationToken);
    }

    private static DoctorLine Space(string directory)
    {
        Bytes free = new(new DriveInfo(directory).AvailableFreeSpace);
        return free < LittleSpace
            ? new DoctorLine(
                "disk space",
                DoctorState.Warning,
                $"{free} free for results",
                "Free some space, or set LAPTIME_DATA to a directory on another disk."
            )
            : new DoctorLine("disk space", DoctorState.Ok, $"{free} free for results", Remedy: null);
    }
}
