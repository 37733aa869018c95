namespace Laptime.Measurement.Roofs;

/// <summary>
/// Threads that wait for work and do it together. The caller is one of them. They spin while they wait, because waking
/// a thread takes longer than a share of the work.
/// </summary>
public sealed class ThreadTeam : IDisposable
{
    private readonly Action<int> work;
    private readonly int size;
    private readonly Thread[] others;
    private int round;
    private int busy;
    private bool isOver;
    private Exception? failure;

    /// <summary>Starts them.</summary>
    /// <param name="size">Threads, the caller among them; at least 1.</param>
    /// <param name="work">What each does in a round, by its number from 0.</param>
    public ThreadTeam(int size, Action<int> work)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        this.work = work;
        this.size = size;
        others =
        [
            .. Enumerable
                .Range(1, size - 1)
                .Select(index => new Thread(() => Serve(index)) { IsBackground = true, Name = $"team {index}" }),
        ];
        foreach (Thread thread in others)
        {
            thread.Start();
        }
    }

    /// <summary>One round; returns when all have done their share.</summary>
    /// <exception cref="InvalidOperationException">A share failed.</exception>
    public void Run()
    {
        Volatile.Write(ref busy, size - 1);
        Interlocked.Increment(ref round);
        work(0);
        SpinWait wait = default;
        while (Volatile.Read(ref busy) > 0)
        {
            Wait(ref wait);
        }
        if (failure is { } exception)
        {
            throw new InvalidOperationException($"A thread failed: {exception.Message}", exception);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Volatile.Write(ref isOver, true);
        foreach (Thread thread in others)
        {
            thread.Join();
        }
    }

    private void Serve(int index)
    {
        int done = 0;
        SpinWait wait = default;
        while (!Volatile.Read(ref isOver))
        {
            if (Volatile.Read(ref round) == done)
            {
                Wait(ref wait);
                continue;
            }
            wait.Reset();
            done++;
            try
            {
                work(index);
            }
            catch (Exception e)
            {
                failure = e; // the caller throws it
            }
            Interlocked.Decrement(ref busy);
        }
    }

    /// <summary>Spins; gives the processor up where there is but one, and never sleeps.</summary>
    private static void Wait(ref SpinWait wait) => wait.SpinOnce(sleep1Threshold: -1);
}
