using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Formats;

namespace Laptime.Launch;

/// <summary>
/// Runs each trial in a fresh process on this machine: the request goes to its standard input, which stays open as the
/// sign that the launcher lives; messages come from its standard output.
/// </summary>
/// <param name="command">How a worker is started.</param>
/// <param name="time">Clock for start, duration and hard limit.</param>
public sealed class LocalLauncher(WorkerCommand command, TimeProvider time) : ILauncher
{
    // A worker that has told its result may take this long to clean up. Its result counts however it ends then.
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(5);

    // Output of a process that has ended is in the pipe already; only a grandchild could keep the pipe open.
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(1);

    private const int InterruptedExitCode = 130;

    private static readonly TimeSpan s_reap = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public async Task<Trial> LaunchAsync(
        TrialRequest request,
        IProgress<TrialProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        DateTimeOffset startedAt = time.GetUtcNow();
        long start = time.GetTimestamp();
        TrialOutcome outcome = await RunAsync(request, progress, cancellationToken);
        return new Trial
        {
            Id = request.TrialId,
            RunId = request.RunId,
            Case = request.Case,
            Launch = request.Launch,
            Order = request.Order,
            Seed = request.Seed,
            StartedAt = startedAt,
            Elapsed = Seconds.From(time.GetElapsedTime(start)),
            Outcome = outcome,
        };
    }

    private async Task<TrialOutcome> RunAsync(
        TrialRequest request,
        IProgress<TrialProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using Process process = new() { StartInfo = StartInfo(request) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new TrialOutcome.Failed(
                $"The worker {command.Program} could not be started ({e.Message}).",
                "Build or install Laptime anew."
            );
        }
        StandardErrorTail errors = new();
        TimeSpan limit = command.HardLimit(request);
        using CancellationTokenSource expiry = new(limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, expiry.Token);
        using CancellationTokenSource silence = new();
        Task reading = errors.ReadAsync(process.StandardError, silence.Token);
        Task<TrialOutcome.Failed?> watching = WatchAsync(process, stop);
        try
        {
            await SendAsync(process, request, stop.Token);
            TrialOutcome? outcome = await ListenAsync(process, progress, stop.Token);
            if (outcome is null)
            {
                await process.WaitForExitAsync(stop.Token);
                await Task.WhenAny(reading, Task.Delay(s_drain, stop.Token));
                if (process.ExitCode is InterruptedExitCode)
                {
                    // Ctrl-C in a terminal reaches worker and launcher alike; the launcher's own cancellation is on its way.
                    await Task.Delay(s_reap, stop.Token);
                }
                return EndingExplanation.Explain(process.ExitCode, errors.LastLines(5));
            }
            await Task.WhenAny(process.WaitForExitAsync(stop.Token), Task.Delay(s_farewell, stop.Token));
            return outcome;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            if (await watching is { } verdict)
            {
                return verdict;
            }
            return new TrialOutcome.Failed(
                EndingExplanation.With(
                    $"The worker had not finished after {Seconds.From(limit)} and was stopped.",
                    errors.LastLines(5)
                ),
                "Choose a smaller batch, fewer cases or a larger --budget."
            );
        }
        catch (OperationCanceledException) when (command.Grace > TimeSpan.Zero)
        {
            await LetFinishAsync(process);
            throw;
        }
        finally
        {
            await stop.CancelAsync();
            await KillAsync(process);
            await watching;
            await silence.CancelAsync();
        }
    }

    /// <summary>What the watch says, after it stopped all else; null if it has no objection or is no longer asked.</summary>
    private async Task<TrialOutcome.Failed?> WatchAsync(Process process, CancellationTokenSource stop)
    {
        if (command.Watch is null)
        {
            return null;
        }
        try
        {
            TrialOutcome.Failed? verdict = await command.Watch(process.Id, stop.Token);
            if (verdict is not null)
            {
                await stop.CancelAsync();
            }
            return verdict;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task LetFinishAsync(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }
        // Nobody reads its messages any more; should the pipe fill up, it is killed when the time is over.
        await Task.WhenAny(
            process.WaitForExitAsync(CancellationToken.None),
            Task.Delay(command.Grace, time, CancellationToken.None)
        );
    }

    private ProcessStartInfo StartInfo(TrialRequest request)
    {
        ProcessStartInfo info = new(command.Program, command.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach ((string name, string? value) in command.Environment(request.Case))
        {
            if (value is null)
            {
                info.Environment.Remove(name);
            }
            else
            {
                info.Environment[name] = value;
            }
        }
        return info;
    }

    private static async Task SendAsync(Process process, TrialRequest request, CancellationToken cancellationToken)
    {
        try
        {
            byte[] line = [.. RequestDocument.Write(request), (byte)'\n'];
            await process.StandardInput.BaseStream.WriteAsync(line, cancellationToken);
            await process.StandardInput.BaseStream.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            // It ended before it read the request; how it ended says more than the broken pipe.
        }
    }

    /// <summary>The outcome that the worker tells; null if it ends without one.</summary>
    private static async Task<TrialOutcome?> ListenAsync(
        Process process,
        IProgress<TrialProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task exit = StopAfterExitAsync(process, listening);
        try
        {
            await foreach (var message in MessageReader.ReadAsync(process.StandardOutput.BaseStream, listening.Token))
            {
                switch (message.Value)
                {
                    case WorkerMessage.Progressed { Progress: var step }:
                        progress?.Report(step);
                        break;
                    case WorkerMessage.Ended { Outcome: var outcome }:
                        return outcome;
                    default:
                        // Nothing that it may still say could be trusted.
                        await KillAsync(process);
                        return new TrialOutcome.Failed(
                            $"The worker sent something that cannot be understood ({message.Error}).",
                            "Launcher and worker must be of one version: build or install Laptime anew."
                        );
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The worker is gone, and another process holds its output open: there is no more to come.
        }
        finally
        {
            await listening.CancelAsync();
            await exit;
        }
        return null;
    }

    private static async Task StopAfterExitAsync(Process process, CancellationTokenSource listening)
    {
        try
        {
            await process.WaitForExitAsync(listening.Token);
            await Task.Delay(s_drain, listening.Token);
            await listening.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // Listening is over already.
        }
    }

    private static async Task KillAsync(Process process)
    {
        if (process.HasExited)
        {
            return;
        }
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended meanwhile, or part of its tree did: what was to be achieved.
        }
        // A process in an uninterruptible wait (a hung driver) stays; the run does not wait for it.
        await Task.WhenAny(
            process.WaitForExitAsync(CancellationToken.None),
            Task.Delay(s_reap, CancellationToken.None)
        );
    }
}
