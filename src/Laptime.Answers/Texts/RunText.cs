using System.Globalization;
using Laptime.Core.Runs;
using Laptime.Store;

namespace Laptime.Answers.Texts;

/// <summary>Runs in few words.</summary>
public static class RunText
{
    /// <summary>Words of vendors' names that tell no two devices apart.</summary>
    private static readonly string[] Padding = ["(R)", "(TM)", "NVIDIA ", " Processor", " CPU"];

    /// <summary>UTC, to the minute: <c>2026-11-20 09:30</c>.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A value of an axis, as it is typed.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>What a run was measured on, without the decoration: <c>AMD EPYC 9B45</c>, <c>H200</c>.</summary>
    public static string Device(RunSummary run) =>
        run.DeviceModel is { } name
            ? Padding
                .Aggregate(name.Split(" @ ")[0], (rest, word) => rest.Replace(word, "", StringComparison.Ordinal))
                .Trim()
            : run.Device;

    /// <summary>What is out of the ordinary with a run: <c>1 failed, cancelled</c>; empty if nothing is.</summary>
    public static string Remarks(RunSummary run)
    {
        string?[] remarks =
        [
            run.Failed > 0 ? $"{run.Failed} failed" : null,
            run.Skipped > 0 ? $"{run.Skipped} skipped" : null,
            run.Status == RunStatus.Finished ? null : Word(run.Status),
            run.ImportedAt is null ? null : "imported",
            run.Seal == SealState.Altered ? "altered" : null,
        ];
        return string.Join(", ", remarks.OfType<string>());
    }
}
