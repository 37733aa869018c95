using Laptime.Tests;
using Laptime.Torch.Devices;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Tests.Devices;

/// <summary>The caching allocator, which is one for the whole process: figures are compared with those before.</summary>
public sealed class CpuMemoryTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomUse_KeepsEveryTensorsContent(int seed)
    {
        using var caching = new Caching();
        var random = new Random(seed);
        long before = Caching.LiveBytes;
        List<(Tensor Tensor, int Mark)> live = [];
        long bytes = 0;
        long most = 0;
        for (int i = 0; i < 3000; i++)
        {
            if (bytes < 64 << 20 && (live.Count == 0 || random.NextDouble() < 0.55))
            {
                var tensor = Ops.Empty([Size(random)], DType.Int32);
                Span<int> data = tensor.Data<int>();
                data[0] = data[^1] = data[data.Length / 2] = i;
                live.Add((tensor, i));
                bytes += tensor.ByteCount;
                most = Math.Max(most, bytes);
            }
            else
            {
                Check(live, random.Next(live.Count), out long freed);
                bytes -= freed;
            }
        }
        while (live.Count > 0)
        {
            Check(live, live.Count - 1, out _);
        }

        Caching.LiveBytes.ShouldBe(before);
        // Best fit with merging: what is held stays near what was needed at once.
        CpuMemory.Read().Reserved.Value.ShouldBeLessThan(before + 2 * (most + (16 << 20)));
    }

    [Fact]
    public void Free_Neighbours_BecomeOneBlock()
    {
        using var caching = new Caching();
        const int Count = 16;
        const int Megabyte = 1 << 20;
        var parts = Enumerable.Range(0, Count).Select(_ => Ops.Empty([Megabyte], DType.UInt8)).ToList();
        long reserved = CpuMemory.Read().Reserved.Value;
        // Every other first, so that each of the rest merges on both sides.
        foreach (var part in parts.Where((_, i) => i % 2 == 0).Concat(parts.Where((_, i) => i % 2 == 1)))
        {
            part.Dispose();
        }

        using (Ops.Empty([Count * Megabyte], DType.UInt8))
        {
            CpuMemory.Read().Reserved.Value.ShouldBe(reserved);
        }
    }

    [Fact]
    public void Read_LiveAndPeak_CountPages()
    {
        using var caching = new Caching();
        long before = Caching.LiveBytes;
        using (Ops.Empty([100_000], DType.UInt8))
        {
            Caching.LiveBytes.ShouldBe(before + 102_400); // 25 pages of 4096
            using (Ops.Empty([64], DType.UInt8))
            {
                Caching.LiveBytes.ShouldBe(before + 102_400); // small blocks are malloc's
            }
        }

        var (live, peak, reserved) = CpuMemory.Read();
        live.Value.ShouldBe(before);
        peak.Value.ShouldBeGreaterThanOrEqualTo(before + 102_400);
        reserved.ShouldBeGreaterThanOrEqualTo(peak);
    }

    [Fact]
    public void Tensors_OfTheOtherAllocator_AreFreedByIt()
    {
        var older = Ops.Zeros([100_000], DType.UInt8);
        Tensor newer;
        long before;
        using (new Caching())
        {
            before = Caching.LiveBytes;
            older.Dispose();
            Caching.LiveBytes.ShouldBe(before);
            newer = Ops.Zeros([100_000], DType.UInt8);
        }
        newer.Dispose();

        Caching.LiveBytes.ShouldBe(before);
    }

    [Fact]
    public void Empty_NoElements_Works()
    {
        using var caching = new Caching();
        using var nothing = Ops.Empty([0], DType.Float32);

        nothing.ToFloats().ShouldBeEmpty();
    }

    [Fact]
    public void Free_OnAnotherThread_Works()
    {
        using var caching = new Caching();
        long before = Caching.LiveBytes;
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(AllocateAndFree)).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());

        Caching.LiveBytes.ShouldBe(before);

        static void AllocateAndFree()
        {
            for (int i = 0; i < 500; i++)
            {
                Ops.Empty([70_000 + 997 * i], DType.UInt8).Dispose();
            }
        }
    }

    /// <summary>Elements of four bytes, from a few bytes to 8 MB, the small as likely as the large.</summary>
    private static int Size(Random random) => (int)Math.Exp(random.NextDouble() * Math.Log(2 << 20));

    private static void Check(List<(Tensor Tensor, int Mark)> live, int at, out long freed)
    {
        var (tensor, mark) = live[at];
        live[at] = live[^1];
        live.RemoveAt(live.Count - 1);
        Span<int> data = tensor.Data<int>();
        (data[0], data[data.Length / 2], data[^1]).ShouldBe((mark, mark, mark));
        freed = tensor.ByteCount;
        tensor.Dispose();
    }
}
