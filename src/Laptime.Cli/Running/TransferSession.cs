using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Laptime.Cli.Reports;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Core.Cases;
using Laptime.Core.Platforms;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;
using Laptime.Formats;
using Laptime.Formats.Sealing;
using Laptime.Input;
using Laptime.Launch;
using Laptime.Measurement.Sessions;
using Laptime.Probe;
using Laptime.Store;
using Laptime.Torch.Engine;
using Laptime.Transfer;

namespace Laptime.Cli.Running;

/// <summary>The story of <c>laptime run transfer</c>: pictures, engine, platform, a job for each repetition, report.</summary>
internal sealed class TransferSession(Screen screen, TimeProvider time)
{
    /// <summary>Name of the suite in the store.</summary>
    public const string SuiteName = "transfer";

    /// <summary>What a worker may take for a checkpoint when it is stopped.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(90);

    private const int SuiteVersion = 1;

    // A job takes as long as it takes; this is for one that hangs.
    private static readonly TimeSpan HangLimit = TimeSpan.FromDays(20);

    /// <summary>Does a job anew.</summary>
    public async Task<int> StartAsync(TransferOptions options, CancellationToken cancellationToken)
    {
        string data = DataDirectory.Locate(Environment.GetEnvironmentVariable);
        await using StoredRuns runs = await StoredRuns.OpenAsync(screen, cancellationToken);
        if (options.Weights is { } weights && !File.Exists(weights))
        {
            screen.Complain($"There is no weights file {weights}.");
            return ExitCode.Failed;
        }
        LibtorchBuild libtorch = (await Engine.FindAsync(cancellationToken)).Require();
        PlatformFacts platform = PlatformProbe.Read(data, time, Engine.Describe(libtorch));
        Run run;
        try
        {
            run = await PlanAsync(options, data, platform, cancellationToken);
        }
        catch (PictureException e)
        {
            screen.Rewrite("");
            screen.Complain(e.Message);
            return ExitCode.Failed;
        }
        if (options.DryRun)
        {
            TransferReport.WritePlan(run, screen);
            return ExitCode.Done;
        }
        Adapter adapter = await Engine.PrepareAsync(libtorch, screen, cancellationToken);
        using RunLock underWay = RunLock.TryTake(data, run.Id)!; // the id is new: nobody has it
        await runs.Store.CreateRunAsync(run, cancellationToken);
        screen.Say($"{TransferReport.Describe(run)} on {RunSession.DeviceText(platform, run.Suite)}.");
        screen.Say($"Run {ShortId.Of(run.Id)}; checkpoints in {run.Transfer!.Checkpoints}.");
        return await MeasureAsync(runs.Store, run, [], adapter, options.Json, cancellationToken);
    }

    /// <summary>Goes on with an interrupted job.</summary>
    public Task<int> GoOnAsync(ResumedRun resumed, bool json, CancellationToken cancellationToken)
    {
        screen.Say($"Going on with run {ShortId.Of(resumed.Run.Id)}: {TransferReport.Describe(resumed.Run)}.");
        return MeasureAsync(resumed.Store, resumed.Run, resumed.Trials, resumed.Adapter, json, cancellationToken);
    }

    private async Task<Run> PlanAsync(
        TransferOptions options,
        string dataDirectory,
        PlatformFacts platform,
        CancellationToken cancellationToken
    )
    {
        TransferDefaults defaults = TransferDefaults.For(options.Data);
        PlatformDefaults machine = PlatformDefaults.Of(platform);
        int workers = options.Workers ?? Math.Min(platform.Cpu.LogicalProcessors, 16);
        bool isSynthetic = options.Data == TransferSettings.Synthetic;
        int pictures;
        string directory = options.Data;
        if (isSynthetic && options.DryRun)
        {
            pictures = TransferData.Synthetic.Training;
        }
        else
        {
            directory = Path.GetFullPath(await TransferData.LocateAsync(options.Data, screen, cancellationToken));
            screen.Rewrite("");
            pictures = TransferData.Open(directory, workers, memory: null).Training.Count;
        }
        var cases =
            from precision in options.Precisions ?? [Precision.Fp32]
            from mode in options.Modes ?? [Mode.Stock]
            from batch in options.Batches ?? [defaults.Batch]
            select TransferRequest.CaseOf(
                options.Network ?? defaults.Network,
                batch,
                precision,
                mode,
                options.Device ?? machine.Device,
                options.Threads ?? machine.Threads,
                options.Image ?? defaults.Image,
                workers,
                pictures
            );
        Guid id = Guid.NewGuid();
        (double low, double high) = options.Rates ?? (defaults.Low, defaults.High);
        Seconds budget = Seconds.From(HangLimit);
        return new Run
        {
            Id = id,
            ToolVersion = ProgramVersion.Number,
            ProtocolVersion = Protocol.Version,
            Suite = new Suite
            {
                Name = SuiteName,
                Version = SuiteVersion,
                Budget = budget,
                Cases = [.. cases.Distinct()],
            },
            Tier = Tier.Fixed,
            Repeat = options.Repeat ?? 1,
            Budget = budget,
            Seed = options.Seed ?? Random.Shared.NextInt64(1 << 30),
            StartedAt = time.GetUtcNow(),
            Status = RunStatus.Running,
            Platform = platform,
            WeightsPath = options.Weights is null ? null : Path.GetFullPath(options.Weights),
            Note = options.Note,
            Transfer = new TransferSettings
            {
                Data = directory,
                FrozenEpochs = options.FrozenEpochs ?? defaults.FrozenEpochs,
                Epochs = options.Epochs ?? defaults.Epochs,
                FrozenRate = options.FrozenRate ?? defaults.FrozenRate,
                LowestRate = low,
                HighestRate = high,
                Warmup = options.Warmup ?? WarmupShape.Cosine,
                TargetAccuracy = options.TargetAccuracy,
                Workers = workers,
                TestTimeAugmentation = !options.WithoutTestTime,
                TensorBoard = options.TensorBoard is null ? null : Path.GetFullPath(options.TensorBoard),
                Checkpoints = Path.Combine(
                    Path.GetFullPath(options.Checkpoints ?? Path.Combine(dataDirectory, "checkpoints")),
                    id.ToString()
                ),
                KeepCheckpoints = options.KeepCheckpoints,
            },
        };
    }

    private async Task<int> MeasureAsync(
        IRunStore store,
        Run run,
        ImmutableArray<Trial> stored,
        Adapter adapter,
        bool json,
        CancellationToken cancellationToken
    )
    {
        TransferDisplay display = new(screen);
        try
        {
            await store.UpdateRunAsync(run, cancellationToken);
            SessionRunner runner = new(
                Protocol.Current,
                new TransferLauncher(
                    new LocalLauncher(OwnProgram.Worker(run, adapter, _ => HangLimit, Grace), time),
                    run.Transfer!
                ),
                time
            );
            ImmutableArray<Trial> trials = await runner.RunAsync(
                run,
                stored,
                // A job that has ended is saved even if Ctrl-C came meanwhile.
                trial => store.AppendTrialAsync(trial, CancellationToken.None),
                display,
                cancellationToken
            );
            run = run with { Status = RunStatus.Finished, EndedAt = time.GetUtcNow() };
            await store.EndAsync(run, screen);
            display.Clear();
            CleanUp(run.Transfer!);
            return Report(
                run,
                CaseSummary.Summarize(new RunRecord(run, trials), Protocol.Current),
                await store.VerifyAsync(run.Id),
                json
            );
        }
        catch (UnfinishedJobException e)
        {
            display.Clear();
            await StopAsync(store, run);
            screen.Complain(e.Message.ReplaceLineEndings(" "));
            screen.Say($"The last checkpoint is kept; go on with: laptime run transfer --resume {ShortId.Of(run.Id)}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            display.Clear();
            await StopAsync(store, run);
            bool isSaved = HasCheckpoint(run.Transfer!);
            screen.Say(
                (
                    isSaved
                        ? "Stopped, with a checkpoint."
                        : "Stopped before there was a checkpoint: resumed, the job begins anew."
                ) + $" Go on with: laptime run transfer --resume {ShortId.Of(run.Id)}"
            );
            return ExitCode.Cancelled;
        }
    }

    private Task StopAsync(IRunStore store, Run run) =>
        store.EndAsync(run with { Status = RunStatus.Cancelled, EndedAt = time.GetUtcNow() }, screen);

    private static bool HasCheckpoint(TransferSettings settings) =>
        Directory.Exists(settings.Checkpoints)
        && Directory.EnumerateFiles(settings.Checkpoints, "*.safetensors", SearchOption.AllDirectories).Any();

    /// <summary>Removes the directory of the run's checkpoints if no repetition has left any.</summary>
    private static void CleanUp(TransferSettings settings)
    {
        if (!HasCheckpoint(settings) && Directory.Exists(settings.Checkpoints))
        {
            Directory.Delete(settings.Checkpoints, recursive: true);
        }
    }

    private int Report(Run run, ImmutableArray<CaseResult> results, SealVerdict? seal, bool json)
    {
        if (json)
        {
            screen.Results.WriteLine(Encoding.UTF8.GetString(ResultDocument.Write(run, results, seal)));
        }
        else
        {
            screen.Say("");
            TransferReport.Write(run, results, screen);
        }
        if (run.Transfer!.KeepCheckpoints)
        {
            screen.Say(
                string.Create(CultureInfo.InvariantCulture, $"Checkpoints are kept in {run.Transfer.Checkpoints}.")
            );
        }
        return results.All(result => result.Status is CaseStatus.Skipped or CaseStatus.Failed) ? ExitCode.Failed
            : results.All(result => IsWhole(result, run)) ? ExitCode.Done
            : ExitCode.SomeTrialsFailed;
    }

    /// <summary>Whether nothing is missing of a result: a case that cannot run here is said, and no failure.</summary>
    private static bool IsWhole(CaseResult result, Run run) =>
        result.Status == CaseStatus.Skipped
        || (
            result.Status == CaseStatus.Measured
            && result.Transfer.Length >= run.Repeat
            && result.Transfer.All(figures => figures.FailedCheckpoints == 0)
        );
}
