using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Torch;
using Laptime.Torch.Devices;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads;

/// <summary>What a case needs of its whole process, before the first tensor is made.</summary>
public static class ProcessSettings
{
    /// <summary>
    /// Environment variables that libraries read when they are loaded. glibc gets one arena: the measured thread is not
    /// the process's first, and the arenas of other threads return their memory to the kernel whatever
    /// <see cref="CpuMemory.KeepFreedMemory"/> says. Builds that do not dispatch to AVX-512 by themselves (Debian's
    /// 1.13) are told to use what the processor has; libtorch falls back where it must.
    /// </summary>
    /// <param name="case">The case.</param>
    /// <param name="simd">Extensions of the processor, as in <see cref="Core.Platforms.CpuFacts.Simd"/>.</param>
    public static ImmutableDictionary<string, string> Environment(Case @case, ImmutableArray<string> simd) =>
        @case.Mode == Mode.Tuned ? TunedEnvironment(simd) : StockEnvironment;

    /// <summary>The variables of tuned mode, as <see cref="Environment"/> has them.</summary>
    public static ImmutableDictionary<string, string> TunedEnvironment(ImmutableArray<string> simd) =>
        simd.Contains("avx512f") && simd.Contains("avx512bw")
            ? StockEnvironment.Add("ATEN_CPU_CAPABILITY", "avx512")
            : StockEnvironment;

    private static readonly ImmutableDictionary<string, string> StockEnvironment = ImmutableDictionary<
        string,
        string
    >.Empty.Add("MALLOC_ARENA_MAX", "1");

    /// <summary>Applies the rest to the loaded libtorch and says what is in force.</summary>
    public static ImmutableSortedDictionary<string, string> Apply(Case @case)
    {
        bool flushes = WorkloadDefinition.All.GetValueOrDefault(@case.Workload)?.FlushesDenormalNumbers ?? false;
        if (flushes)
        {
            Libtorch.FlushDenormalNumbers(); // before the threads of operators start, which inherit it
        }
        Libtorch.Threads = @case.Threads;
        bool tuned = @case.Mode == Mode.Tuned;
        bool caching = tuned && @case.Device.IsCpu;
        // Training keeps blocks of many sizes alive at once. Were the largest kept after use, the heap would fall into
        // pieces and outgrow that of the same steps in Python; in inference they fit their like again (docs/adr/0004).
        var kept = @case.Scenario == Scenario.Train ? Bytes.FromMebibytes(24) : Bytes.FromGibibytes(1);
        if (caching)
        {
            CpuMemory.UseCaching();
        }
        else
        {
            CpuMemory.KeepFreedMemory(kept);
        }
        TakeBuffersOfBlas();
        Libtorch.AllowTf32(@case.Precision == Precision.Tf32);
        Libtorch.UseCudnnBenchmark(tuned);
        return ImmutableSortedDictionary<string, string>
            .Empty.Add("threads", $"{Libtorch.Threads}")
            .Add("cpu_allocator", caching ? "caching, huge pages" : $"glibc, keeps freed blocks up to {kept}")
            .Add("cpu_capability", CpuCapability())
            .Add("cudnn", Libtorch.CudnnVersion is > 0 and long version ? $"{version}" : "none")
            .Add("cudnn_benchmark", tuned && !@case.Device.IsCpu ? "on" : "off")
            .Add("denormals", flushes ? "flushed" : "kept")
            .Add("tf32", @case.Precision == Precision.Tf32 ? "on" : "off");
    }

    /// <summary>
    /// OpenBLAS takes 128 MiB at the first product and, where that is not to be had, tries again for ever (0.3.21,
    /// memory.c). Before the tensors are made it is to be had, and a tensor that finds no room gives an error.
    /// </summary>
    private static void TakeBuffersOfBlas()
    {
        const int Side = 256; // enough for all threads to take part
        using Tensor square = Ops.Zeros([Side, Side], DType.Float32);
        Ops.MatMul(square, square).Dispose();
    }

    /// <summary>The instruction set that libtorch's own kernels use, as it says itself.</summary>
    private static string CpuCapability()
    {
        const string Label = "CPU capability usage: ";
        string configuration = Libtorch.Configuration;
        int at = configuration.IndexOf(Label, StringComparison.Ordinal);
        return at < 0 ? "unknown" : configuration[(at + Label.Length)..].Split('\n')[0].Trim();
    }
}
