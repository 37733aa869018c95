using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Laptime.Core.Pictures;
using Laptime.Core.Quantities;

namespace Laptime.Testing;

/// <summary>
/// Pictures in memory that nobody decodes: each class has stripes of its own width, under noise. The same plan gives the same
/// batches.
/// </summary>
/// <param name="count">Pictures.</param>
/// <param name="classes">Classes, equally frequent.</param>
public sealed class PaintedPictures(int count, int classes = 2) : IPictureSource
{
    /// <inheritdoc />
    public int Count => count;

    /// <inheritdoc />
    public ImmutableArray<string> Classes { get; } =
    [.. Enumerable.Range(0, classes).Select(i => ((char)('a' + i)).ToString())];

    /// <summary>Share of noise in a picture; above 1, little can be learnt.</summary>
    public double Noise { get; init; } = 0.5;

    /// <summary>How long a batch keeps its reader waiting.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Called with the number of batches given out so far, over all passes, before each.</summary>
    public Action<int>? OnBatch { get; init; }

    /// <summary>Plans of the passes begun so far.</summary>
    public IReadOnlyList<PicturePassPlan> Plans => plans;

    private readonly List<PicturePassPlan> plans = [];
    private int given;

    /// <inheritdoc />
    public IPicturePass Begin(PicturePassPlan plan)
    {
        plans.Add(plan);
        return new Pass(this, plan);
    }

    private sealed class Pass : IPicturePass
    {
        private readonly PaintedPictures source;
        private readonly PicturePassPlan plan;
        private readonly int[] order;
        private readonly int total;
        private int next;

        public Pass(PaintedPictures source, PicturePassPlan plan)
        {
            this.source = source;
            this.plan = plan;
            order = [.. Enumerable.Range(0, source.Count)];
            if (plan.IsShuffled)
            {
                new Random(plan.Seed.GetHashCode()).Shuffle(order);
            }
            total = plan.DropsLast ? source.Count / plan.Batch : (source.Count + plan.Batch - 1) / plan.Batch;
            next = plan.Skip;
        }

        public int Batches => Math.Max(0, total - plan.Skip);

        public Seconds Waited { get; private set; }

        public PictureBatch? Next(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (next >= total)
            {
                return null;
            }
            source.OnBatch?.Invoke(source.given++);
            if (source.Delay > TimeSpan.Zero)
            {
                Thread.Sleep(source.Delay);
                Waited += Seconds.From(source.Delay);
            }
            int[] pictures = [.. order.Skip(next * plan.Batch).Take(plan.Batch)];
            next++;
            return new Batch(source, plan, pictures);
        }

        public void Dispose()
        {
            // Nothing goes on behind it.
        }
    }

    private sealed class Batch : PictureBatch
    {
        private readonly float[] pixels;
        private readonly long[] labels;
        private GCHandle pinned;

        public Batch(PaintedPictures source, PicturePassPlan plan, int[] pictures)
        {
            int side = plan.Side;
            pixels = new float[pictures.Length * 3 * side * side];
            labels = [.. pictures.Select(picture => (long)(picture % source.Classes.Length))];
            for (int i = 0; i < pictures.Length; i++)
            {
                var augmentation = new Random(HashCode.Combine(plan.Seed, pictures[i]));
                int shift = plan.Augmentation is Augmentation.None ? 0 : augmentation.Next(8);
                var noise = new Random(pictures[i]);
                int width = 2 << (int)labels[i];
                for (int at = 0; at < 3 * side * side; at++)
                {
                    int x = at % side;
                    double stripe = (x + shift) / width % 2 == 0 ? 1 : -1;
                    pixels[i * 3 * side * side + at] = (float)(stripe + source.Noise * (2 * noise.NextDouble() - 1));
                }
            }
            pinned = GCHandle.Alloc(pixels, GCHandleType.Pinned);
        }

        public override int Count => labels.Length;

        public override nint Pixels => pinned.AddrOfPinnedObject();

        public override ReadOnlySpan<long> Labels => labels;

        public override void Dispose()
        {
            if (pinned.IsAllocated)
            {
                // What is read after this is wrong in a way that shows.
                Array.Fill(pixels, float.NaN);
                pinned.Free();
            }
        }
    }
}
