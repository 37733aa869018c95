using System.Runtime.InteropServices;
using System.Threading.Channels;
using Laptime.Core.Clocks;
using Laptime.Observation.Output;

namespace Laptime.Observation.Processes;

/// <summary>Runs a command as if it ran alone, and takes note of what it prints and uses.</summary>
/// <param name="clock">Clock by which output arrives.</param>
public sealed class ObservedCommand(IMonotonicClock clock)
{
    // 64 KiB each at most: 16 MiB of output may wait to be read; what comes faster passes unread.
    private const int MostWaiting = 256;
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int Terminate = 15;
    private const int WindowChange = 28;

    private long unread;

    private readonly record struct Piece(int Stream, long Ticks, byte[] Bytes);

    /// <summary>Runs it to its end.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="log">Gets its output.</param>
    /// <exception cref="CommandNotStartedException">It cannot be started.</exception>
    public async Task<CommandEnding> RunAsync(CommandRequest request, SignLog log)
    {
        (OutputPath output, OutputPath error) = OutputPath.Open();
        OutputPath[] paths = output == error ? [output] : [output, error];
        ChildProcess child;
        long start = clock.Ticks;
        try
        {
            child = ChildProcess.Start(request.Line, output.Writing, error.Writing);
        }
        catch
        {
            Array.ForEach(paths, path => path.Dispose());
            throw;
        }
        Array.ForEach(paths, path => path.CloseWriting());
        using SignalRelay signals = new(child, paths, [Hangup, Interrupt, Quit, Terminate], WindowChange);

        var pieces = Channel.CreateBounded<Piece>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
        Task reading = Task.Run(() => ReadAsync(pieces.Reader, log));
        OutputCopy[] copies = [.. paths.Select(path => new OutputCopy(path, () => clock.Ticks, Take))];
        using CommandWatch watch = new(request, child, clock, start);

        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread waiting = new(() =>
        {
            child.WaitForEnd();
            ended.SetResult();
        })
        {
            IsBackground = true,
            Name = "command",
        };
        waiting.Start();
        await ended.Task;
        long end = clock.Ticks;
        watch.Finish();
        ChildEnding ending = child.Reap();
        Array.ForEach(copies, copy => copy.Finish());
        pieces.Writer.Complete();
        await reading;
        log.Close();
        return new CommandEnding
        {
            ExitCode = ending.ExitCode,
            Stopped = watch.Stopped,
            StartTicks = start,
            EndTicks = end,
            Telemetry = watch.Telemetry(ending.ProcessorTime),
            PeakResident = watch.Peak > ending.PeakResident ? watch.Peak : ending.PeakResident,
            Unread = unread,
        };

        void Take(int stream, long ticks, ReadOnlySpan<byte> bytes)
        {
            if (!pieces.Writer.TryWrite(new Piece(stream, ticks, bytes.ToArray())))
            {
                Interlocked.Add(ref unread, bytes.Length);
            }
        }
    }

    private static async Task ReadAsync(ChannelReader<Piece> pieces, SignLog log)
    {
        await foreach (Piece piece in pieces.ReadAllAsync())
        {
            log.Add(piece.Stream, piece.Ticks, piece.Bytes);
        }
    }

    /// <summary>
    /// Keeps signals from ending us before the command, and passes on those that reached us alone: what a terminal sends
    /// has reached the command too.
    /// </summary>
    private sealed class SignalRelay : IDisposable
    {
        private readonly List<PosixSignalRegistration> registrations = [];
        private readonly ChildProcess child;

        public SignalRelay(ChildProcess child, OutputPath[] paths, int[] signals, int windowChange)
        {
            this.child = child;
            foreach (int signal in signals)
            {
                PosixSignal name = signal switch
                {
                    Hangup => PosixSignal.SIGHUP,
                    Interrupt => PosixSignal.SIGINT,
                    Quit => PosixSignal.SIGQUIT,
                    _ => PosixSignal.SIGTERM,
                };
                registrations.Add(
                    PosixSignalRegistration.Create(
                        name,
                        context =>
                        {
                            context.Cancel = true;
                            Relay(signal);
                        }
                    )
                );
            }
            if (!OperatingSystem.IsWindows())
            {
                registrations.Add(
                    PosixSignalRegistration.Create(
                        PosixSignal.SIGWINCH,
                        _ =>
                        {
                            Array.ForEach(paths, path => path.Resize());
                            // The terminal's own may have come before the size was there to be asked for.
                            child.Signal(windowChange);
                        }
                    )
                );
            }
        }

        public void Dispose() => registrations.ForEach(registration => registration.Dispose());

        private void Relay(int signal)
        {
            bool isTerminals = signal is Interrupt or Quit && IsForeground();
            if (!isTerminals)
            {
                child.Signal(signal);
            }
        }

        /// <summary>Whether keys at our terminal send their signals to our group.</summary>
        private static unsafe bool IsForeground()
        {
            fixed (byte* path = "/dev/tty\0"u8)
            {
                int terminal = Libc.Open(path, Libc.ReadWrite | Libc.NoControllingTerminal | Libc.CloseOnExec);
                if (terminal < 0)
                {
                    return false;
                }
                bool isForeground = Libc.ForegroundGroup(terminal) == Libc.OwnGroup();
                _ = Libc.Close(terminal);
                return isForeground;
            }
        }
    }
}
