using System.Collections.Immutable;
using Laptime.Advice.Speeds;
using Laptime.Core.Platforms;
using Laptime.Core.Protocols;
using Laptime.Core.Results;
using Laptime.Prices.Naming;
using Laptime.Store;

namespace Laptime.Answers.Offers;

/// <summary>Reads the speeds of the user's own runs. Runs hold every raw sample: only the latest of them are read.</summary>
public static class OwnRuns
{
    private const int Most = 20;

    /// <summary>The latest valid results on known devices, the latest run first.</summary>
    public static async Task<ImmutableArray<OwnSpeed>> ReadAsync(
        IRunStore runs,
        DeviceNames devices,
        CancellationToken cancellationToken
    )
    {
        RunPage latest = await runs.ListRunsAsync(
            new RunQuery { OnlyMeasured = true, Limit = Most },
            cancellationToken
        );
        List<OwnSpeed> speeds = [];
        foreach (RunSummary summary in latest.Runs)
        {
            if (await runs.GetRunAsync(summary.Id, cancellationToken) is { } record)
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
