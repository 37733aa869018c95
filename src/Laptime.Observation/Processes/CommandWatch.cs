using System.Collections.Immutable;
using Laptime.Core.Clocks;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;

namespace Laptime.Observation.Processes;

/// <summary>
/// Looks at a running command from a thread of its own: takes down what it uses, and stops it at a limit, first as
/// Ctrl-C does, then more firmly.
/// </summary>
internal sealed class CommandWatch : IDisposable
{
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int Terminate = 15;
    private const int MostSamples = 4096;

    private static readonly Seconds Period = new(1);

    // Memory can grow by gigabytes within a second; and of a short command there would be no sample.
    private static readonly Seconds ShortPeriod = new(0.2);
    private static readonly Seconds Beginning = new(2);

    // Saving a checkpoint after Ctrl-C takes its time.
    private static readonly Seconds Patience = new(10);

    private readonly CommandRequest request;
    private readonly ChildProcess child;
    private readonly IMonotonicClock clock;
    private readonly long start;
    private readonly ProcessTree tree;
    private readonly Thread thread;
    private readonly ManualResetEventSlim ending = new();
    private readonly List<TelemetrySample> samples = [];
    private int every = 1;
    private Seconds due = ShortPeriod;
    private Seconds sampleDue = Seconds.Zero;
    private Seconds? stoppedAt;
    private int lastSignal;

    /// <summary>Begins to watch.</summary>
    public CommandWatch(CommandRequest request, ChildProcess child, IMonotonicClock clock, long start)
    {
        (this.request, this.child, this.clock, this.start) = (request, child, clock, start);
        tree = new ProcessTree(child.Pid);
        thread = new Thread(Watch) { IsBackground = true, Name = "watch" };
        thread.Start();
    }

    /// <summary>Why the command was stopped; null if it was not.</summary>
    public StopReason? Stopped { get; private set; }

    /// <summary>Largest resident memory of the tree that was seen.</summary>
    public Bytes Peak { get; private set; }

    private Seconds Elapsed => new((clock.Ticks - start) / (double)clock.Frequency);

    /// <summary>Takes the last sample, while the ended process can still be read, and returns when watching is over.</summary>
    public void Finish()
    {
        ending.Set();
        thread.Join();
        Sample();
    }

    /// <summary>The samples; the last one gets the processor time that the kernel counted.</summary>
    public ImmutableArray<TelemetrySample> Telemetry(Seconds processorTime)
    {
        if (samples is [.., TelemetrySample last] && !(last.ProcessBusy > processorTime))
        {
            samples[^1] = last with { ProcessBusy = processorTime };
        }
        return [.. samples];
    }

    /// <inheritdoc />
    public void Dispose() => ending.Dispose();

    private void Watch()
    {
        do
        {
            Seconds now = Elapsed;
            if (now >= sampleDue)
            {
                sampleDue = now + (now < Beginning ? ShortPeriod : Period * every);
                Sample();
            }
            if (now >= due && Stopped is null)
            {
                due = now + Period;
                if (request.IsEnough?.Invoke() == true)
                {
                    Stop(StopReason.Steady);
                }
            }
            if (request.MemoryLimit is { } limit && Stopped is null && tree.Read().Resident is var resident)
            {
                Peak = resident > Peak ? resident : Peak;
                if (resident > limit)
                {
                    Stop(StopReason.MemoryLimit);
                }
            }
            if (request.TimeLimit is { } time && Stopped is null && Elapsed >= time)
            {
                Stop(StopReason.TimeLimit);
            }
            Insist();
        } while (!ending.Wait(Next()));
    }

    private TimeSpan Next()
    {
        Seconds now = Elapsed;
        Seconds period = request.MemoryLimit is null && now > Beginning ? Period : ShortPeriod;
        Seconds left = request.TimeLimit is { } limit && Stopped is null ? limit - now : period;
        return new Seconds(Math.Clamp(left.Value, 0, period.Value)).ToTimeSpan();
    }

    private void Stop(StopReason reason)
    {
        Stopped = reason;
        stoppedAt = Elapsed;
        Send(Interrupt);
    }

    private void Insist()
    {
        if (stoppedAt is not { } since)
        {
            return;
        }
        if (lastSignal == Interrupt && Elapsed - since > Patience)
        {
            Send(Terminate);
        }
        else if (lastSignal == Terminate && Elapsed - since > Patience * 2)
        {
            Send(Kill);
        }
    }

    // To all of the tree, as a terminal does: a shell passes nothing on to what it runs.
    private void Send(int signal)
    {
        lastSignal = signal;
        foreach (int pid in tree.Members())
        {
            _ = Libc.Kill(pid, signal);
        }
    }

    private void Sample()
    {
        TelemetrySample sample = new() { Ticks = clock.Ticks - start };
        foreach (ITelemetrySource source in request.Sources)
        {
            sample = source.Read(sample);
        }
        TreeUse use = tree.Read();
        Peak = use.Resident > Peak ? use.Resident : Peak;
        TelemetrySample? before = samples.Count > 0 ? samples[^1] : null;
        samples.Add(
            // What the sources say of this process is not the command's.
            sample with
            {
                ProcessBusy = use.Busy,
                MajorFaults = null,
                VoluntarySwitches = null,
                InvoluntarySwitches = null,
                // Of a process that has ended the memory is gone and the counts are still there.
                ProcessResident = use.Resident.Value > 0 ? use.Resident : null,
                // Processes that ended elsewhere take their count along; a sum never falls.
                ProcessRead = Larger(use.Read, before?.ProcessRead),
                ProcessWritten = Larger(use.Written, before?.ProcessWritten),
            }
        );
        if (samples.Count >= MostSamples)
        {
            // Hours later, half as often is enough.
            for (int i = samples.Count - 2; i > 0; i -= 2)
            {
                samples.RemoveAt(i);
            }
            every *= 2;
        }
    }

    private static Bytes? Larger(Bytes? now, Bytes? before) =>
        now is { } a && before is { } b ? (a > b ? a : b) : now ?? before;
}
