using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Laptime.Answers.Results;
using Laptime.Cli.Reports;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Core.Platforms;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats;
using Laptime.Formats.Sealing;
using Laptime.Launch;
using Laptime.Measurement.Sessions;
using Laptime.Probe;
using Laptime.Store;
using Laptime.Torch.Engine;

namespace Laptime.Cli.Running;

/// <summary>The story of <c>laptime run</c>: engine, platform, plan, conditioning, trials, report.</summary>
internal sealed class RunSession(Screen screen, TimeProvider time)
{
    // A worker ends within its budget by itself, give or take one long step; this is for one that hangs.
    private static readonly TimeSpan HangLimit = TimeSpan.FromMinutes(10);

    /// <summary>Measures a suite anew.</summary>
    public async Task<int> StartAsync(RunOptions options, CancellationToken cancellationToken)
    {
        string data = DataDirectory.Locate(Environment.GetEnvironmentVariable);
        await using StoredRuns runs = await StoredRuns.OpenAsync(screen, cancellationToken);
        LibtorchBuild libtorch = (await Engine.FindAsync(cancellationToken)).Require();
        PlatformFacts platform = PlatformProbe.Read(data, time, Engine.Describe(libtorch));
        PlannedSuite planned = options.Plan(PlatformDefaults.Of(platform));
        if (planned.Suite is not { } suite)
        {
            screen.Complain(planned.Objection!);
            return ExitCode.Usage;
        }
        if (options.MeasuresEnergy)
        {
            suite = suite with { Budget = suite.Budget + EnergyTime(suite, options) };
        }
        if (options.Weights is { } weights && !File.Exists(weights))
        {
            screen.Complain($"There is no weights file {weights}.");
            return ExitCode.Failed;
        }
        if (SweepFile.WhyNot(options, suite) is { } noPicture)
        {
            screen.Complain(noPicture);
            return ExitCode.Usage;
        }
        if (options.DryRun)
        {
            ShowPlan(suite, options);
            return ExitCode.Done;
        }
        Adapter adapter = await Engine.PrepareAsync(libtorch, screen, cancellationToken);
        Run run = new()
        {
            Id = Guid.NewGuid(),
            ToolVersion = ProgramVersion.Number,
            ProtocolVersion = Protocol.Version,
            Suite = suite,
            Tier = options.Tier,
            Repeat = options.Repeat,
            Budget = suite.Budget,
            Seed = options.Seed ?? Random.Shared.NextInt64(1 << 30),
            StartedAt = time.GetUtcNow(),
            Status = RunStatus.Running,
            Platform = platform,
            BatchSearches = options.FindsBatch ? BatchFinder.Plan(suite, options.BudgetGiven) : [],
            WeightsPath = options.Weights is null ? null : Path.GetFullPath(options.Weights),
            MeasuresEnergy = options.MeasuresEnergy,
            Script = options.Script,
            Note = options.Note,
        };
        if (run.Script is not null && await WhyNotAsync(run, adapter, cancellationToken) is { } failed)
        {
            screen.Complain($"{failed.Attempted} {failed.Advice}".TrimEnd());
            return ExitCode.Failed;
        }
        using RunLock underWay = RunLock.TryTake(data, run.Id)!; // the id is new: nobody has it
        await runs.Store.CreateRunAsync(run, cancellationToken);
        screen.Say(
            $"Measuring {suite.Cases.Length} cases on {DeviceText(platform, suite)} with libtorch {libtorch.Version} ({libtorch.Origin}); "
                + $"about {Figures.Span(suite.Budget)} at most. Run {ShortId.Of(run.Id)}."
        );
        SweepFile? picture = options.Out is { } path ? new SweepFile(path, options.Force) : null;
        return await MeasureAsync(runs.Store, run, [], adapter, options.Json, picture, cancellationToken);
    }

    /// <summary>Goes on with an interrupted run; what was spent before is spent.</summary>
    public Task<int> GoOnAsync(ResumedRun resumed, bool json, CancellationToken cancellationToken)
    {
        screen.Say($"Going on with run {ShortId.Of(resumed.Run.Id)}: {resumed.Trials.Length} trials are there.");
        return MeasureAsync(
            resumed.Store,
            resumed.Run,
            resumed.Trials,
            resumed.Adapter,
            json,
            picture: null, // `results show --out` draws one of any run
            cancellationToken
        );
    }

    /// <summary>What counting energy takes besides: in the first launch also without work.</summary>
    private static Seconds EnergyTime(Suite suite, RunOptions options)
    {
        EnergyRules rules = Protocol.Current.Energy;
        int launches = options.Repeat ?? Protocol.Current.For(options.Tier).Looks[0];
        return (rules.Discarded + rules.Least) * (suite.Cases.Length * (launches + 1));
    }

    internal static string DeviceText(PlatformFacts platform, Suite suite)
    {
        Case first = suite.Cases[0];
        return first.Device.IsCpu
            ? $"{ThreadsText(suite)} of {platform.Cpu.Model ?? "this processor"}"
            : platform.Gpus.FirstOrDefault(gpu => gpu.Index == first.Device.Index)?.Name ?? first.Device.ToString();
    }

    private static string ThreadsText(Suite suite) =>
        suite.Cases.Select(@case => @case.Threads).Distinct().ToArray() switch
        {
            [int only] => SweepReport.Threads(only),
            var several => $"{string.Join(" and ", several)} threads",
        };

    private async Task<int> MeasureAsync(
        IRunStore store,
        Run run,
        ImmutableArray<Trial> stored,
        Adapter adapter,
        bool json,
        SweepFile? picture,
        CancellationToken cancellationToken
    )
    {
        RunDisplay display = new(screen, stored.Length, CaseText.NeedThreads(run.Suite.Cases));
        try
        {
            run = run with { ThermalState = await ConditionAsync(run, adapter, cancellationToken) };
            await store.UpdateRunAsync(run, cancellationToken);
            if (!run.BatchSearches.IsEmpty)
            {
                BatchFinder finder = new(screen, store, adapter, time);
                await foreach (Run further in finder.FindAsync(run, cancellationToken))
                {
                    run = further;
                }
                (run, stored) = await finder.SettleAsync(run, stored);
            }
            SessionRunner runner = new(
                Protocol.Current,
                new LocalLauncher(OwnProgram.Worker(run, adapter, Limit), time),
                time
            );
            ImmutableArray<Trial> trials = await runner.RunAsync(
                BatchFinder.Timed(run),
                stored,
                // A trial that has ended is saved even if Ctrl-C came meanwhile.
                trial => store.AppendTrialAsync(trial, CancellationToken.None),
                display,
                cancellationToken
            );
            run = run with { Status = RunStatus.Finished, EndedAt = time.GetUtcNow() };
            await store.EndAsync(run, screen);
            display.Clear();
            ImmutableArray<CaseResult> results = await new Fleet().JudgeAsync(
                store,
                run,
                CaseSummary.Summarize(new RunRecord(run, trials), Protocol.Current),
                CancellationToken.None // the run is finished; Ctrl-C must not call it cancelled now
            );
            int code = Report(new RunRecord(run, trials), results, await store.VerifyAsync(run.Id), json);
            return picture is null || await picture.WriteAsync(run, results, screen) ? code : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            display.Clear();
            await store.EndAsync(run with { Status = RunStatus.Cancelled, EndedAt = time.GetUtcNow() }, screen);
            screen.Say("Stopped. What was measured is kept; go on with: laptime run --resume");
            return ExitCode.Cancelled;
        }
    }

    /// <summary>What stands in the way of a program of the user's; said before the machine is warmed up for it.</summary>
    private async Task<TrialOutcome.Failed?> WhyNotAsync(Run run, Adapter adapter, CancellationToken cancellationToken)
    {
        screen.Rewrite($"Trying {Path.GetFileName(run.Script!.Path)} once");
        try
        {
            return await ScriptTrial.WhyNotAsync(run, adapter, time, cancellationToken);
        }
        finally
        {
            screen.Rewrite("");
        }
    }

    private int Report(RunRecord record, ImmutableArray<CaseResult> results, SealVerdict? seal, bool json)
    {
        bool isClassic = RunScores.IsClassic(record.Run);
        if (json && isClassic)
        {
            ScoreJson.Write(RunScores.Of(record), reference: null, screen);
        }
        else if (json)
        {
            screen.Results.WriteLine(Encoding.UTF8.GetString(ResultDocument.Write(record.Run, results, seal)));
        }
        else
        {
            screen.Say("");
            if (isClassic)
            {
                ClassicReport.Write(record, results, reference: null, screen);
            }
            else
            {
                ResultReport.Write(record.Run, results, screen);
            }
        }
        return results.All(r => r.Status is CaseStatus.Skipped or CaseStatus.Failed) ? ExitCode.Failed
            : results.Any(r => r.Status is CaseStatus.Failed or CaseStatus.Invalid) ? ExitCode.SomeTrialsFailed
            : ExitCode.Done;
    }

    private void ShowPlan(Suite suite, RunOptions options)
    {
        Table table = new(new Column("Case"));
        foreach (Case @case in suite.Cases)
        {
            table.Add(options.FindsBatch ? @case.Id.Replace("/b1/", "/b?/", StringComparison.Ordinal) : @case.Id);
        }
        table.Write(screen);
        if (options.FindsBatch)
        {
            screen.Results.WriteLine();
            string search =
                "The batch of each case is searched for first: 1, 2, 4, … until one does not fit, then halfway between "
                + "until the edge is known to the item, each try in a process of its own, "
                + $"{BatchSearchText.Bounds(PlatformProbe.ReadMemoryRoom())}. Measured is the batch with the best throughput.";
            Prose.Wrap(search, screen.Width).ForEach(screen.Results.WriteLine);
        }
        int launches = options.Repeat ?? Protocol.Current.For(options.Tier).Looks[0];
        screen.Results.WriteLine();
        screen.Results.WriteLine(
            $"{suite.Cases.Length} cases, {launches} launches each, at most about {Figures.Span(suite.Budget)}. Nothing was measured."
        );
    }

    private static TimeSpan Limit(TrialRequest request) =>
        HangLimit + ((request.Budget?.ToTimeSpan() ?? TimeSpan.Zero) * 4);

    /// <summary>Warms the machine up in a process of its own; a load that fails costs the label, not the run.</summary>
    private async Task<string?> ConditionAsync(Run run, Adapter adapter, CancellationToken cancellationToken)
    {
        Case first = run.Suite.Cases[0];
        Seconds cap = Protocol.Current.For(run.Tier).ConditioningCap;
        screen.Rewrite($"Bringing the machine to its working temperature; at most {Figures.Span(cap)}");
        (string program, ImmutableArray<string> arguments) = OwnProgram.Command();
        ProcessStartInfo start = new(program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] load = ["condition", adapter.Path, first.Device.ToString(), $"{first.Threads}", $"{cap.Value}"];
        foreach (string argument in arguments.AddRange(load))
        {
            start.ArgumentList.Add(argument);
        }
        using Process process =
            Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            string state = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode == 0)
            {
                return state;
            }
            screen.Warn($"The machine could not be brought to its working temperature: {(await errors).Trim()}");
            return null;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
