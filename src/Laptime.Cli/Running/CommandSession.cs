using System.Collections.Immutable;
using Laptime.Cli.Reports;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Core.Platforms;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Measurement.Clocks;
using Laptime.Measurement.Telemetry;
using Laptime.Observation;
using Laptime.Observation.Analysis;
using Laptime.Observation.Output;
using Laptime.Observation.Processes;
using Laptime.Observation.Signs;
using Laptime.Probe;
using Laptime.Probe.Gpus;
using Laptime.Store;

namespace Laptime.Cli.Running;

/// <summary>The story of <c>laptime run -- COMMAND</c>: the command, as if alone; then its steps, the store, the report.</summary>
internal sealed class CommandSession(Screen screen, TimeProvider time)
{
    // As timeout(1) says it, and as a process says that the out-of-memory killer ended.
    private const int TimeLimitExitCode = 124;
    private const int MemoryLimitExitCode = 137;

    private static readonly StopwatchClock Clock = new();

    /// <summary>Runs the command and returns its exit code.</summary>
    public async Task<int> RunAsync(CommandOptions options)
    {
        ImmutableArray<IRecogniser> recognisers = Recognisers.All;
        if (options.Pattern is { } pattern)
        {
            if (PatternRecogniser.Create(pattern, out string? objection) is not { } own)
            {
                screen.Complain(objection!);
                return ExitCode.Usage;
            }
            recognisers = [own];
        }
        // Before the command runs for hours: the result must have a place.
        await using StoredRuns runs = await StoredRuns.OpenAsync(screen, CancellationToken.None);
        SignLog log = new(recognisers);
        using ProcTelemetry machine = new();
        using LateGpu gpu = new();
        SteadyRule? steady = options.SteadyTarget is { } target ? new SteadyRule(target, Clock.Frequency) : null;
        DateTimeOffset startedAt = time.GetUtcNow();
        CommandEnding ending;
        screen.IsLent = true;
        try
        {
            CommandRequest request = new()
            {
                Line = options.Line,
                TimeLimit = options.TimeLimit,
                MemoryLimit = options.MemoryLimit,
                IsEnough = steady is null ? null : () => steady.IsMet(log),
                Sources = [machine, gpu],
            };
            ending = await new ObservedCommand(Clock).RunAsync(request, log);
        }
        catch (CommandNotStartedException e)
        {
            screen.Complain(e.Message);
            return e.ExitCode;
        }
        finally
        {
            screen.IsLent = false;
        }
        try
        {
            await KeepAsync(runs.Store, options, log, startedAt, ending);
        }
        // The command has run; what goes wrong afterwards is ours, and its exit code stays its own.
        catch (Exception e) when (e is StoreException or IOException or UnauthorizedAccessException)
        {
            screen.Report(e);
        }
        return ending.Stopped switch
        {
            StopReason.Steady => ExitCode.Done,
            StopReason.TimeLimit => TimeLimitExitCode,
            StopReason.MemoryLimit => MemoryLimitExitCode,
            _ => ending.ExitCode,
        };
    }

    private async Task KeepAsync(
        IRunStore store,
        CommandOptions options,
        SignLog log,
        DateTimeOffset startedAt,
        CommandEnding ending
    )
    {
        string data = DataDirectory.Locate(Environment.GetEnvironmentVariable);
        PlatformFacts platform = PlatformProbe.Read(data, time, engine: null);
        string line = SecretArguments.Write(options.Line, out int replaced);
        Run run = CommandTrial.MakeRun(options, line, startedAt, ending, platform, Guid.NewGuid());
        Trial trial = CommandTrial.MakeTrial(run, line, ending, TimelineReader.Read(log), Clock.Frequency);
        RunRecord record = new(run, [trial]);
        try
        {
            await store.CreateRunAsync(run, CancellationToken.None);
            await store.AppendTrialAsync(trial, CancellationToken.None);
            await store.SealAsync(run.Id, screen);
        }
        finally
        {
            // A full disk must not cost the report.
            Report(options, record, log, replaced, ending);
        }
    }

    private void Report(CommandOptions options, RunRecord record, SignLog log, int replaced, CommandEnding ending)
    {
        if (!options.IsQuiet)
        {
            Screen notes = screen.ForNotes();
            CommandReport.Write(record, notes);
            CommandReport.WriteAdvice(log, replaced, ending, notes);
            notes.Flush();
        }
        if (options.JsonPath is { } path)
        {
            File.WriteAllBytes(path, CommandJson.Write(record));
        }
    }

    /// <summary>A GPU whose driver is asked when the command runs already: opening it takes longer than many a start.</summary>
    private sealed class LateGpu : ITelemetrySource, IDisposable
    {
        private readonly Lazy<NvmlTelemetry?> gpu = new(() => NvmlTelemetry.TryOpen(0, out _));

        // The command's own processes are others to NVML.
        public TelemetrySample Read(TelemetrySample sample) =>
            gpu.Value is { } nvml ? nvml.Read(sample) with { GpuForeignProcesses = null } : sample;

        public void Dispose()
        {
            if (gpu.IsValueCreated)
            {
                gpu.Value?.Dispose();
            }
        }
    }
}
