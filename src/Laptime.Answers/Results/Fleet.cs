using System.Collections.Immutable;
using Laptime.Core.Protocols;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Store;

namespace Laptime.Answers.Results;

/// <summary>
/// Other stored runs of a suite on the same model of device with the same libtorch: siblings to compare with. What they
/// came to is remembered from one question to the next. Thread-safe.
/// </summary>
public sealed class Fleet
{
    // The latest are enough for a median, and raw data takes time to read.
    private const int MostRuns = 8;
    private const int MostRemembered = 1000;

    private readonly RunMemo<Sibling> memo = new(
        record => new Sibling(record.Run, CaseSummary.Summarize(record, Protocol.Current)),
        MostRemembered
    );

    /// <summary>The results of a run, each judged beside its siblings.</summary>
    public async Task<ImmutableArray<CaseResult>> JudgeAsync(
        IRunStore store,
        Run run,
        ImmutableArray<CaseResult> results,
        CancellationToken cancellationToken
    )
    {
        if (RunSummary.DeviceModelOf(run) is not { } model)
        {
            return results;
        }
        string? libtorch = run.Platform.Engine?.Version;
        RunQuery alike = new()
        {
            DeviceModel = model,
            LibtorchVersion = libtorch,
            Suites = [run.Suite.Name],
            OnlyMeasured = true,
            // Half of them may be of the other kind of tier.
            Limit = 4 * MostRuns,
        };
        var siblings = (await store.SelectRunsAsync(alike, cancellationToken)).Where(other =>
            other.Id != run.Id
            && other.LibtorchVersion == libtorch
            && (other.Tier == Tier.Fixed) == (run.Tier == Tier.Fixed)
        );
        List<CaseResult> others = [];
        foreach (RunSummary sibling in siblings.Take(MostRuns))
        {
            if (
                await memo.OfAsync(store, sibling, cancellationToken) is { } found
                && (found.Run.Suite.Version, found.Run.ProtocolVersion) == (run.Suite.Version, run.ProtocolVersion)
            )
            {
                others.AddRange(found.Results);
            }
        }
        return [.. results.Select(result => FleetCheck.Judge(result, others.Where(o => o.Case.Equals(result.Case))))];
    }

    private sealed record Sibling(Run Run, ImmutableArray<CaseResult> Results);
}
