using System.Collections.Immutable;
using Laptime.Core.Protocols;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Store;

namespace Laptime.Answers.Results;

/// <summary>Other stored runs of a suite on the same model of device with the same libtorch: siblings to compare with.</summary>
public static class Fleet
{
    // The latest are enough for a median, and raw data takes time to read.
    private const int MostRuns = 8;

    /// <summary>The results of a run, each judged beside its siblings.</summary>
    public static async Task<ImmutableArray<CaseResult>> JudgeAsync(
        IRunStore store,
        Run run,
        ImmutableArray<CaseResult> results,
        CancellationToken cancellationToken
    )
    {
        ImmutableArray<RunSummary> all = await store.ListRunsAsync(RunShelf.Kept, cancellationToken);
        if (all.FirstOrDefault(summary => summary.Id == run.Id) is not { DeviceModel: { } model } self)
        {
            return results;
        }
        var siblings = all.Where(other =>
            other.Id != self.Id
            && other.DeviceModel == model
            && other.LibtorchVersion == self.LibtorchVersion
            && other.Suite == self.Suite
            && (other.Tier == Tier.Fixed) == (self.Tier == Tier.Fixed)
            && other.Measured > 0
        );
        List<CaseResult> others = [];
        foreach (RunSummary sibling in siblings.Take(MostRuns))
        {
            if (
                await store.GetRunAsync(sibling.Id, cancellationToken) is { } record
                && (record.Run.Suite.Version, record.Run.ProtocolVersion) == (run.Suite.Version, run.ProtocolVersion)
            )
            {
                others.AddRange(CaseSummary.Summarize(record, Protocol.Current));
            }
        }
        return [.. results.Select(result => FleetCheck.Judge(result, others.Where(o => o.Case.Equals(result.Case))))];
    }
}
