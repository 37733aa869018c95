using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Laptime.Core.Quantities;
using Laptime.Core.Roofs;

namespace Laptime.Measurement.Roofs;

/// <summary>How a triad writes its results.</summary>
public enum TriadStores
{
    /// <summary>Through the caches: each line is fetched before it is written, which the count does not show.</summary>
    Ordinary,

    /// <summary>Past the caches.</summary>
    Streaming,
}

/// <summary>
/// a = b + s · c over double-precision arrays at least four times as large as the last-level cache, by STREAM's rules
/// (McCalpin 1995): every thread a contiguous part that it has touched first, three times eight bytes counted for an
/// element whatever the caches do.
/// </summary>
public sealed unsafe class MemoryTriad : IRoofLoad
{
    private const int CacheFactor = 4;
    private const double Scalar = 3;
    private const int LineElements = 8;

    private readonly HugePages a;
    private readonly HugePages b;
    private readonly HugePages c;
    private readonly long count;
    private readonly int threads;
    private readonly TriadStores stores;
    private readonly ThreadTeam team;

    /// <summary>Makes the arrays.</summary>
    /// <param name="threads">Threads.</param>
    /// <param name="array">Size of an array, as <see cref="ArraySize"/> says it.</param>
    /// <param name="stores">How to write.</param>
    public MemoryTriad(int threads, Bytes array, TriadStores stores)
    {
        count = array.Value / sizeof(double) / LineElements * LineElements;
        this.threads = threads;
        this.stores = stores;
        a = new HugePages(array);
        b = new HugePages(array);
        c = new HugePages(array);
        using (ThreadTeam touching = new(threads, Touch))
        {
            touching.Run();
        }
        team = new ThreadTeam(threads, Add);
    }

    /// <summary>Bytes of an element's step: two read, one written.</summary>
    public double Amount => 3.0 * sizeof(double) * count;

    /// <inheritdoc />
    public string Method =>
        $"{(stores == TriadStores.Streaming ? "stores past the caches" : "ordinary stores")}, 3 arrays of {new Bytes(count * sizeof(double))}";

    /// <summary>
    /// Four times the last-level cache, at least 64 MiB. Where the kernel does not tell of a cache: 256 MiB.
    /// </summary>
    public static Bytes ArraySize(Bytes? lastLevelCache) =>
        lastLevelCache is { } cache
            ? new Bytes(Math.Max(CacheFactor * cache.Value, 64L << 20))
            : Bytes.FromMebibytes(256);

    /// <inheritdoc />
    public void Run(int times)
    {
        for (int i = 0; i < times; i++)
        {
            team.Run();
        }
    }

    /// <summary>Largest difference of an element from what it has to be; for tests.</summary>
    internal double Error()
    {
        double worst = 0;
        for (long i = 0; i < count; i++)
        {
            double expected = B(i) + (Scalar * C(i));
            worst = Math.Max(worst, Math.Abs(((double*)a.Address)[i] - expected));
        }
        return worst;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        team.Dispose();
        a.Dispose();
        b.Dispose();
        c.Dispose();
    }

    private static double B(long i) => 2 + (i % 7);

    private static double C(long i) => 0.5 * (i % 5);

    /// <summary>A thread's part, in whole cache lines.</summary>
    private (long From, long To) Part(int thread)
    {
        long lines = count / LineElements;
        return (lines * thread / threads * LineElements, lines * (thread + 1) / threads * LineElements);
    }

    private void Touch(int thread)
    {
        (long from, long to) = Part(thread);
        for (long i = from; i < to; i++)
        {
            ((double*)a.Address)[i] = 0;
            ((double*)b.Address)[i] = B(i);
            ((double*)c.Address)[i] = C(i);
        }
    }

    private void Add(int thread)
    {
        (long from, long to) = Part(thread);
        double* x = (double*)a.Address;
        double* y = (double*)b.Address;
        double* z = (double*)c.Address;
        if (Vector512.IsHardwareAccelerated)
        {
            Add512(x, y, z, from, to, stores == TriadStores.Streaming);
        }
        else
        {
            Add256(x, y, z, from, to, stores == TriadStores.Streaming);
        }
        // What was written past the caches must be there before the round ends.
        Thread.MemoryBarrier();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add512(double* a, double* b, double* c, long from, long to, bool streams)
    {
        var scalar = Vector512.Create(Scalar);
        if (streams)
        {
            for (long i = from; i < to; i += LineElements)
            {
                var sum = Vector512.LoadAligned(b + i) + (scalar * Vector512.LoadAligned(c + i));
                sum.StoreAlignedNonTemporal(a + i);
            }
            return;
        }
        for (long i = from; i < to; i += LineElements)
        {
            var sum = Vector512.LoadAligned(b + i) + (scalar * Vector512.LoadAligned(c + i));
            sum.StoreAligned(a + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add256(double* a, double* b, double* c, long from, long to, bool streams)
    {
        const int Half = LineElements / 2;
        var scalar = Vector256.Create(Scalar);
        for (long i = from; i < to; i += LineElements)
        {
            var low = Vector256.LoadAligned(b + i) + (scalar * Vector256.LoadAligned(c + i));
            var high = Vector256.LoadAligned(b + i + Half) + (scalar * Vector256.LoadAligned(c + i + Half));
            if (streams)
            {
                low.StoreAlignedNonTemporal(a + i);
                high.StoreAlignedNonTemporal(a + i + Half);
            }
            else
            {
                low.StoreAligned(a + i);
                high.StoreAligned(a + i + Half);
            }
        }
    }
}
