using System.Collections.Immutable;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Core.Platforms;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Probe;
using Laptime.Store;
using Laptime.Torch.Engine;

namespace Laptime.Cli.Running;

/// <summary>A run that can go on here: nobody else is at it, and the platform is the one that it began on.</summary>
/// <param name="Store">Where it is kept.</param>
/// <param name="Run">The run, under way again.</param>
/// <param name="Trials">What it has.</param>
/// <param name="Adapter">The adapter for this machine's libtorch.</param>
internal sealed record ResumedRun(IRunStore Store, Run Run, ImmutableArray<Trial> Trials, Adapter Adapter);

/// <summary>The story of <c>--resume</c>: find the run, see that it can go on, hand it to whoever began it.</summary>
internal sealed class Resumption(Screen screen, TimeProvider time)
{
    /// <summary>Goes on with the run whose id begins so, or with the latest that can be resumed.</summary>
    /// <param name="which">Beginning of an id; null: the latest.</param>
    /// <param name="isTransfer">Whether only transfer-learning jobs are meant.</param>
    /// <param name="json">Whether results go out as JSON.</param>
    /// <param name="cancellationToken">Stops it again.</param>
    public async Task<int> RunAsync(string? which, bool isTransfer, bool json, CancellationToken cancellationToken)
    {
        string data = DataDirectory.Locate(Environment.GetEnvironmentVariable);
        await using StoredRuns runs = await StoredRuns.OpenAsync(screen, cancellationToken);
        if (await FindAsync(runs, which, isTransfer, cancellationToken) is not { Run: var run } record)
        {
            return ExitCode.Failed;
        }
        using RunLock? underWay = RunLock.TryTake(data, run.Id);
        if (underWay is null)
        {
            screen.Complain(
                $"Run {ShortId.Of(run.Id)} is under way in another process. Wait for it, or stop it with Ctrl-C there."
            );
            return ExitCode.Failed;
        }
        LibtorchBuild libtorch = (await Engine.FindAsync(cancellationToken)).Require();
        PlatformFacts platform = PlatformProbe.Read(data, time, Engine.Describe(libtorch));
        if (Difference(run.Platform, platform) is { } difference)
        {
            screen.Complain(
                $"Run {ShortId.Of(run.Id)} was begun {difference}; trials of two platforms must not be mixed. Start a new one."
            );
            return ExitCode.Failed;
        }
        ResumedRun resumed = new(
            runs.Store,
            run with
            {
                Status = RunStatus.Running,
                EndedAt = null,
                Seal = null,
            },
            record.Trials,
            await Engine.PrepareAsync(libtorch, screen, cancellationToken)
        );
        return run.Transfer is null
            ? await new RunSession(screen, time).GoOnAsync(resumed, json, cancellationToken)
            : await new TransferSession(screen, time).GoOnAsync(resumed, json, cancellationToken);
    }

    private async Task<RunRecord?> FindAsync(
        StoredRuns runs,
        string? which,
        bool isTransfer,
        CancellationToken cancellationToken
    )
    {
        Guid? id =
            which is not null ? await runs.FindAsync(which, RunShelf.Kept, cancellationToken)
            : isTransfer ? await FindTransferAsync(runs.Store, cancellationToken)
            : (await runs.Store.FindResumableRunAsync(cancellationToken))?.Id;
        RunRecord? record = id is null ? null : await runs.Store.GetRunAsync(id.Value, cancellationToken);
        if (record is null && which is null)
        {
            screen.Complain(
                isTransfer
                    ? "No transfer-learning job can be resumed; start one with: laptime run transfer"
                    : "No run can be resumed; start one with: laptime run"
            );
        }
        if (isTransfer && record is { Run.Transfer: null })
        {
            string run = ShortId.Of(record.Run.Id);
            screen.Complain($"Run {run} is no transfer-learning job; go on with it by: laptime run --resume {run}");
            return null;
        }
        return record;
    }

    private static async Task<Guid?> FindTransferAsync(IRunStore store, CancellationToken cancellationToken) => (
            await store.SelectRunsAsync(
                new RunQuery
                {
                    Suites = [TransferSession.SuiteName],
                    Imported = false,
                    Limit = int.MaxValue,
                },
                cancellationToken
            )
        ).Where(run => run.Status != RunStatus.Finished).Select(run => (Guid?)run.Id).FirstOrDefault();

    private static string? Difference(PlatformFacts before, PlatformFacts now) =>
        before.HostName != now.HostName ? $"on {before.HostName}"
        : before.Cpu.Model != now.Cpu.Model ? $"on {before.Cpu.Model}"
        : before.Engine?.Version != now.Engine?.Version ? $"with libtorch {before.Engine?.Version}"
        : null;
}
