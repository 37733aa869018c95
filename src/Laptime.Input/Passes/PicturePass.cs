using System.Runtime.ExceptionServices;
using Laptime.Core.Pictures;
using Laptime.Core.Quantities;
using Laptime.Input.Decoding;
using Laptime.Input.Sets;
using Laptime.Input.Transforms;

namespace Laptime.Input.Passes;

/// <summary>
/// A pass on worker threads. They take picture after picture, in order, and fill a ring of batches; the batch of a full
/// ring waits until the caller gives one back. What comes out depends on plan and files alone: a picture's random numbers
/// on seed and place, a batch's content on its number, and files that cannot be read are counted in the order of the
/// batches they belong to.
/// </summary>
/// <remarks>
/// In place of a picture that cannot be read stands the next one of its class that can, so that batches keep their shape
/// and classes their balance. Once more than 1 % of the set's files could not be read, the pass ends.
/// </remarks>
public sealed class PicturePass : IPicturePass
{
    private const int NamedFiles = 3;
    private const int LargestSide = 8192;

    private readonly PictureSet set;
    private readonly PicturePassPlan plan;
    private readonly InputOptions options;
    private readonly int[] order;
    private readonly int lastBatch;
    private readonly BatchSlot[] slots;
    private readonly Thread[] threads;
    private readonly HashSet<int> unreadable = [];

    // Guards everything below, and the state of the slots.
    private readonly object gate = new();
    private int nextPosition;
    private int nextBatch;
    private bool isStopped;
    private ExceptionDispatchInfo? failure;
    private PassWork work;
    private TimeSpan waited;

    internal PicturePass(PictureSet set, PicturePassPlan plan, InputOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Batch, 1, nameof(plan));
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Side, 1, nameof(plan));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plan.Side, LargestSide, nameof(plan));
        ArgumentOutOfRangeException.ThrowIfNegative(plan.Skip, nameof(plan));
        this.set = set;
        this.plan = plan;
        this.options = options;
        order = [.. Enumerable.Range(0, set.Count)];
        if (plan.IsShuffled)
        {
            new RandomStream(plan.Seed, RandomStream.Order).Shuffle<int>(order);
        }
        lastBatch = (int)((set.Count + (plan.DropsLast ? 0L : plan.Batch - 1)) / plan.Batch);
        nextBatch = Math.Min(plan.Skip, lastBatch);
        nextPosition = (int)Math.Min((long)nextBatch * plan.Batch, set.Count);
        Batches = lastBatch - nextBatch;
        int pictures = Math.Min(plan.Batch, set.Count);
        slots = new BatchSlot[Math.Min(options.Batches, Batches)];
        for (int i = 0; i < slots.Length; i++)
        {
            slots[i] = new BatchSlot(pictures, 3L * plan.Side * plan.Side);
        }
        threads = new Thread[Batches == 0 ? 0 : options.Workers];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(Run) { IsBackground = true, Name = $"laptime-input-{i}" };
            threads[i].Start();
        }
    }

    /// <inheritdoc />
    public int Batches { get; }

    /// <inheritdoc />
    public Seconds Waited
    {
        get
        {
            lock (gate)
            {
                return Seconds.From(waited);
            }
        }
    }

    /// <summary>What the workers did so far.</summary>
    public PassWork Work
    {
        get
        {
            lock (gate)
            {
                return work;
            }
        }
    }

    /// <inheritdoc />
    /// <exception cref="PictureException">More than 1 % of the files cannot be read.</exception>
    /// <exception cref="InvalidOperationException">All batches of the ring are still in the caller's hands.</exception>
    public PictureBatch? Next(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isStopped && failure is null, this);
            failure?.Throw();
            if (nextBatch == lastBatch)
            {
                return null;
            }
            BatchSlot slot = slots[nextBatch % slots.Length];
            if (slot.IsLent)
            {
                throw new InvalidOperationException(
                    $"All {slots.Length} batches are in use: dispose of one before asking for the next."
                );
            }
            Await(slot, cancellationToken);
            Count(slot.Unreadable);
            slot.IsLent = true;
            int count = Math.Min(plan.Batch, set.Count - (nextBatch * plan.Batch));
            nextBatch++;
            return new LentBatch(this, slot, count);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Stop(null);
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        lock (gate)
        {
            // A batch in the caller's hands stays good until it is given back.
            foreach (BatchSlot slot in slots.Where(slot => !slot.IsLent))
            {
                slot.Free(options.Memory);
            }
        }
    }

    /// <summary>Waits until a slot holds the next batch, all of it.</summary>
    private void Await(BatchSlot slot, CancellationToken cancellationToken)
    {
        if (IsReady())
        {
            return;
        }
        long start = options.Time.GetTimestamp();
        CancellationTokenRegistration registration = cancellationToken.Register(Wake);
        try
        {
            while (!IsReady())
            {
                failure?.Throw();
                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(gate);
            }
        }
        finally
        {
            // Not disposed of: that would wait for a callback that waits for the gate.
            registration.Unregister();
            waited += options.Time.GetElapsedTime(start);
        }

        bool IsReady() => slot.Batch == nextBatch && slot.Missing == 0;
    }

    private void Wake()
    {
        lock (gate)
        {
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Counts files that could not be read, in the order of the batches, and ends the pass when there are too many.</summary>
    private void Count(List<int> more)
    {
        unreadable.UnionWith(more);
        if (!IsTooMany(unreadable.Count))
        {
            return;
        }
        ILookup<string, string> reasons = set.Unreadable.ToLookup(u => u.Path, u => u.Reason);
        string named = string.Join(
            ", ",
            unreadable
                .Order()
                .Take(NamedFiles)
                .Select(i => set.Files[i].Path)
                .Select(path => $"{path} ({reasons[path].FirstOrDefault()?.TrimEnd('.')})")
        );
        string rest = unreadable.Count > NamedFiles ? " and others" : "";
        failure = ExceptionDispatchInfo.Capture(
            new PictureException(
                $"{unreadable.Count} of {set.Count} pictures cannot be read, more than 1 %: replace or remove {named}{rest}."
            )
        );
        isStopped = true;
        Monitor.PulseAll(gate);
        failure.Throw();
    }

    /// <summary>More than 1 % of the set.</summary>
    private bool IsTooMany(int files) => files * 100L > set.Count;

    private void Run()
    {
        try
        {
            using PictureWorker worker = new(set, plan, options.Time);
            while (Take() is { } task)
            {
                Fill(worker, task.Slot, task.Position);
            }
        }
        // Whatever went wrong belongs to whoever waits for the batch.
        catch (Exception e)
        {
            Stop(e);
        }
    }

    private void Stop(Exception? reason)
    {
        lock (gate)
        {
            failure ??= reason is null ? null : ExceptionDispatchInfo.Capture(reason);
            isStopped = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>The next picture to work on, once its batch has a place; null when there are no more.</summary>
    private (BatchSlot Slot, int Position)? Take()
    {
        lock (gate)
        {
            while (true)
            {
                int batch = nextPosition / plan.Batch;
                if (isStopped || batch >= lastBatch || nextPosition >= set.Count)
                {
                    return null;
                }
                BatchSlot slot = slots[batch % slots.Length];
                if (slot.Batch is null)
                {
                    slot.Allocate(options.Memory);
                    slot.Batch = batch;
                    slot.Missing = Math.Min(plan.Batch, set.Count - (batch * plan.Batch));
                    slot.Unreadable.Clear();
                }
                if (slot.Batch == batch)
                {
                    return (slot, nextPosition++);
                }
                Monitor.Wait(gate);
            }
        }
    }

    private void Fill(PictureWorker worker, BatchSlot slot, int position)
    {
        int index = order[position];
        int place = position % plan.Batch;
        List<int>? left = null;
        PassWork done;
        while (true)
        {
            try
            {
                done = worker.Work(index, slot.AddressOf(place));
                break;
            }
            catch (UnreadableException e)
            {
                (left ??= []).Add(index);
                set.Report(index, e.Message);
                index = set.After(index);
                if (IsTooMany(left.Count))
                {
                    // The pass ends with this batch, whatever is in it.
                    done = default;
                    break;
                }
                if (index == order[position])
                {
                    throw new PictureException(
                        $"None of the {left.Count} pictures of the class {set.Classes[set.Files[index].Label]} can be read: replace them."
                    );
                }
            }
        }
        lock (gate)
        {
            slot.Labels[place] = set.Files[index].Label;
            slot.Unreadable.AddRange(left ?? []);
            work += done;
            if (--slot.Missing == 0)
            {
                Monitor.PulseAll(gate);
            }
        }
    }

    private void GiveBack(BatchSlot slot)
    {
        lock (gate)
        {
            slot.IsLent = false;
            slot.Batch = null;
            if (isStopped)
            {
                slot.Free(options.Memory);
            }
            Monitor.PulseAll(gate);
        }
    }

    private sealed class LentBatch(PicturePass pass, BatchSlot slot, int count) : PictureBatch
    {
        private bool isGivenBack;

        public override int Count => count;

        public override nint Pixels
        {
            get
            {
                ObjectDisposedException.ThrowIf(isGivenBack, this);
                return slot.Address;
            }
        }

        public override ReadOnlySpan<long> Labels
        {
            get
            {
                ObjectDisposedException.ThrowIf(isGivenBack, this);
                return slot.Labels.AsSpan(0, count);
            }
        }

        public override void Dispose()
        {
            if (!isGivenBack)
            {
                isGivenBack = true;
                pass.GiveBack(slot);
            }
        }
    }
}
