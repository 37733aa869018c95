using System.Collections.Immutable;
using Laptime.Core.Quantities;

namespace Laptime.Core.Pictures;

/// <summary>Labelled pictures that can be gone through, pass by pass. Whoever trains knows nothing of files.</summary>
public interface IPictureSource
{
    /// <summary>Pictures in it; at least 1.</summary>
    int Count { get; }

    /// <summary>Names of the classes, by label.</summary>
    ImmutableArray<string> Classes { get; }

    /// <summary>Begins a pass; work on its first batches starts at once.</summary>
    IPicturePass Begin(PicturePassPlan plan);
}

/// <summary>How pictures are gone through once. The same plan gives the same batches, bit for bit, whatever the number of workers.</summary>
public sealed record PicturePassPlan
{
    /// <summary>Pictures in a batch; at least 1.</summary>
    public required int Batch { get; init; }

    /// <summary>Pixels a side of what comes out.</summary>
    public required int Side { get; init; }

    /// <summary>Whether the order is drawn from <see cref="Seed"/>; otherwise it is that of the source.</summary>
    public required bool IsShuffled { get; init; }

    /// <summary>Whether a last batch that is not full is left out.</summary>
    public required bool DropsLast { get; init; }

    /// <summary>What is done to each picture.</summary>
    public required Augmentation Augmentation { get; init; }

    /// <summary>Seed of the order and of everything random done to a picture.</summary>
    public required long Seed { get; init; }

    /// <summary>Batches at the beginning that are not wanted; they cost nothing.</summary>
    public int Skip { get; init; }
}

/// <summary>What is done to a picture on its way into a batch.</summary>
public abstract record Augmentation
{
    private Augmentation() { }

    /// <summary>Resized and cropped at the centre.</summary>
    public sealed record None : Augmentation;

    /// <summary>The random transforms of training.</summary>
    public sealed record Training : Augmentation;

    /// <summary>
    /// One of the eight passes of test-time augmentation: a corner at zoom 1.35, flipped or not, and the random
    /// transforms of training but crop, flip and zoom.
    /// </summary>
    /// <param name="Corner">0 to 3: top left, top right, bottom left, bottom right.</param>
    /// <param name="Flipped">Whether left and right are exchanged.</param>
    public sealed record TestTime(int Corner, bool Flipped) : Augmentation;
}

/// <summary>One pass over the pictures of a source. Not thread-safe. Disposing of it ends the work under way.</summary>
public interface IPicturePass : IDisposable
{
    /// <summary>Batches that the pass has, skipped ones left out.</summary>
    int Batches { get; }

    /// <summary>How long <see cref="Next"/> kept its caller waiting so far, all calls together.</summary>
    Seconds Waited { get; }

    /// <summary>The next batch in order, waited for if need be; null after the last.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    PictureBatch? Next(CancellationToken cancellationToken);
}

/// <summary>A batch in memory of its pass; given back by disposing of it.</summary>
public abstract class PictureBatch : IDisposable
{
    /// <summary>Pictures in it.</summary>
    public abstract int Count { get; }

    /// <summary>
    /// Address of the first of [count, 3, side, side] single-precision numbers, normalised with mean and deviation of
    /// ImageNet; good until the batch is disposed of.
    /// </summary>
    public abstract nint Pixels { get; }

    /// <summary>Labels, one for each picture.</summary>
    public abstract ReadOnlySpan<long> Labels { get; }

    /// <inheritdoc />
    public abstract void Dispose();
}

/// <summary>Where the memory of batches comes from: plain, or pinned so that a GPU can fetch it by itself.</summary>
public interface IPictureMemory
{
    /// <summary>Memory of a size, aligned to 64 bytes at least.</summary>
    nint Allocate(long bytes);

    /// <summary>Gives it back.</summary>
    void Free(nint address);
}
