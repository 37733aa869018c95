using Laptime.Core.Platforms;
using Laptime.Core.Quantities;

namespace Laptime.Probe.Tests;

/// <summary>Recorded texts of well-known machines, shortened, and unremarkable facts.</summary>
internal static class Some
{
    public static string Xeon(int processors, int coresPerSocket, int sockets, string more = "hypervisor") =>
        string.Join(
            "\n\n",
            Enumerable
                .Range(0, processors)
                .Select(index =>
                    $"""
                        processor	: {index}
                        vendor_id	: GenuineIntel
                        cpu family	: 6
                        model name	: Intel(R) Xeon(R) Processor @ 2.50GHz
                        cpu MHz		: 2500.000
                        cache size	: 36608 KB
                        physical id	: {index / coresPerSocket % sockets}
                        core id		: {index % coresPerSocket}
                        flags		: fpu vme sse4_2 avx f16c fma avx2 avx512f avx512bw avx512vl avx512_vnni {more}
                        power management:
                        """
                )
        ) + "\n\n";

    /// <summary>/proc/cpuinfo of an AWS Graviton3, whose cores have no name and no socket.</summary>
    public static string Graviton(int processors) =>
        string.Join(
            "\n\n",
            Enumerable
                .Range(0, processors)
                .Select(index =>
                    $"""
                        processor	: {index}
                        BogoMIPS	: 2100.00
                        Features	: fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimddp sve i8mm svei8mm svebf16 bf16
                        CPU implementer	: 0x41
                        CPU architecture: 8
                        CPU variant	: 0x1
                        CPU part	: 0xd40
                        CPU revision	: 1
                        """
                )
        ) + "\n\n";

    public static PlatformFacts Facts() =>
        new()
        {
            ReadAt = DateTimeOffset.UnixEpoch,
            Runtime = ".NET 10.0.0",
            Cpu = new CpuFacts { LogicalProcessors = 8, Simd = [] },
            Memory = new MemoryFacts
            {
                Total = Bytes.FromGibibytes(64),
                Swap = Bytes.FromGibibytes(2),
                SwapFree = Bytes.FromGibibytes(2),
                SharedMemory = Bytes.FromGibibytes(32),
            },
            Disk = new DiskFacts { Path = "/data", Free = Bytes.FromGibibytes(100) },
            Gpus = [],
            Host = new HostFacts(),
            Unreadable = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty,
        };

    public static GpuFacts Gpu() =>
        new()
        {
            Index = 0,
            Name = "NVIDIA H200",
            ThrottleReasons = ["idle"],
        };
}
