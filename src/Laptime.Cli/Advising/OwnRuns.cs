using System.Collections.Immutable;
using Laptime.Advice.Speeds;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Core.Platforms;
using Laptime.Core.Protocols;
using Laptime.Core.Results;
using Laptime.Prices.Naming;
using Laptime.Store;

namespace Laptime.Cli.Advising;

/// <summary>Reads the speeds of the user's own runs. Runs hold every raw sample: only the latest of them are read.</summary>
internal static class OwnRuns
{
    private const int Most = 20;

    /// <summary>The latest valid results on known devices, the latest run first; none where nothing was ever stored.</summary>
    public static async Task<ImmutableArray<OwnSpeed>> ReadAsync(
        DeviceNames devices,
        Screen screen,
        CancellationToken cancellationToken
    )
    {
        string path = DataDirectory.DatabaseIn(DataDirectory.Locate(Environment.GetEnvironmentVariable));
        if (!File.Exists(path))
        {
            return [];
        }
        await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
        RunPage latest = await stored.Store.ListRunsAsync(
            new RunQuery { OnlyMeasured = true, Limit = Most },
            cancellationToken
        );
        List<OwnSpeed> speeds = [];
        foreach (RunSummary summary in latest.Runs)
        {
            if (await stored.Store.GetRunAsync(summary.Id, cancellationToken) is { } record)
            {
                speeds.AddRange(OwnSpeed.Of(record.Run, CaseSummary.Summarize(record, Protocol.Current), ModelOf));
            }
        }
        return [.. speeds];

        string? ModelOf(GpuFacts gpu) =>
            devices.Find(gpu.Name, new DeviceEvidence { Memory = (decimal?)gpu.Memory?.Gigabytes })
                is DeviceMatch.Known known
                ? known.Id
                : null;
    }
}
