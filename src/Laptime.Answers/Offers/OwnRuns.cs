using System.Collections.Immutable;
using Laptime.Advice.Speeds;
using Laptime.Answers.Results;
using Laptime.Core.Platforms;
using Laptime.Core.Protocols;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Prices.Naming;
using Laptime.Store;

namespace Laptime.Answers.Offers;

/// <summary>Reads the speeds of the user's own runs. Runs hold every raw sample: only the latest of them are read.</summary>
public sealed class OwnRuns(DeviceNames devices)
{
    private const int Most = 20;

    private readonly RunMemo<OwnSpeeds> memo = new(record => new OwnSpeeds(SpeedsOf(record, devices)), most: 16 * Most);

    /// <summary>The latest valid results on known devices, the latest run first.</summary>
    /// <exception cref="StoreException">Stored runs cannot be read.</exception>
    public async Task<ImmutableArray<OwnSpeed>> ReadAsync(IRunStore runs, CancellationToken cancellationToken)
    {
        ImmutableArray<RunSummary> latest = await runs.SelectRunsAsync(
            new RunQuery { OnlyMeasured = true, Limit = Most },
            cancellationToken
        );
        List<OwnSpeed> speeds = [];
        foreach (RunSummary run in latest)
        {
            if (await memo.OfAsync(runs, run, cancellationToken) is { } found)
            {
                speeds.AddRange(found.All);
            }
        }
        return [.. speeds];
    }

    private static ImmutableArray<OwnSpeed> SpeedsOf(RunRecord record, DeviceNames devices)
    {
        return [.. OwnSpeed.Of(record.Run, CaseSummary.Summarize(record, Protocol.Current), ModelOf)];

        string? ModelOf(GpuFacts gpu) =>
            devices.Find(gpu.Name, new DeviceEvidence { Memory = (decimal?)gpu.Memory?.Gigabytes })
                is DeviceMatch.Known known
                ? known.Id
                : null;
    }

    private sealed record OwnSpeeds(ImmutableArray<OwnSpeed> All);
}
