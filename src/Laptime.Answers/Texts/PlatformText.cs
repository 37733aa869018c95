using System.Collections.Immutable;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;

namespace Laptime.Answers.Texts;

/// <summary>A platform as people read it: a line or two for each part.</summary>
public static class PlatformText
{
    /// <summary>All that is known, each part with its name; a line that goes on has an empty name.</summary>
    public static ImmutableArray<(string Name, string Text)> Lines(PlatformFacts facts)
    {
        List<(string, string?)> lines =
        [
            ("Processor", Join(facts.Cpu.Model, Cores(facts.Cpu), Hertz(facts.Cpu.MaximumHertz))),
            ("", Caches(facts.Cpu)),
            ("", string.Join(' ', facts.Cpu.Simd)),
            ("Memory", Memory(facts.Memory)),
            ("/dev/shm", Share(facts.Memory.SharedMemory, facts.Memory.SharedMemoryFree)),
            ("Disk", Join(Share(facts.Disk.Total, facts.Disk.Free), facts.Disk.Kind, facts.Disk.FileSystem)),
            ("", facts.Disk.Path),
        ];
        foreach (GpuFacts gpu in facts.Gpus)
        {
            lines.Add(($"GPU {gpu.Index}", Gpu(gpu)));
            lines.Add(("", GpuState(gpu)));
        }
        if (facts.Gpus.IsEmpty)
        {
            lines.Add(("GPU", "none"));
        }
        lines.Add(("Driver", facts.GpuDriver is { } driver ? $"NVIDIA {driver}" : null));
        lines.Add(("libtorch", Engine(facts.Engine)));
        lines.Add(("System", Join(facts.OperatingSystem, Named("Linux", facts.Kernel), facts.Runtime)));
        lines.Add(("Host", Host(facts.Host)));
        return [.. lines.Where(line => !string.IsNullOrEmpty(line.Item2)).Select(line => (line.Item1, line.Item2!))];
    }

    private static string Cores(CpuFacts cpu) =>
        Join(
            Count(cpu.Sockets, "socket"),
            Count(cpu.PhysicalCores, "core"),
            Count(cpu.LogicalProcessors, "logical processor"),
            cpu.CgroupQuota is { } quota ? $"time of {quota:0.##} allowed" : null,
            cpu.Virtualized == true ? "virtual" : null
        );

    private static string Caches(CpuFacts cpu) =>
        Join(Named("L1d", cpu.L1Data), Named("L2", cpu.L2), Named("L3", cpu.L3));

    private static string Memory(MemoryFacts memory) =>
        Join(
            memory.Total?.ToString(),
            memory.Available is { } available ? $"{available} available" : null,
            memory.CgroupLimit is { } limit ? $"container limit {limit}" : null,
            memory.Swap is { Value: 0 } ? "no swap" : Named("swap", memory.Swap),
            Named("huge pages", memory.TransparentHugePages)
        );

    private static string Gpu(GpuFacts gpu) =>
        Join(
            gpu.Name,
            gpu.Memory is { } memory ? $"{memory} ({memory.Gigabytes:0.#} GB)" : null,
            gpu.ComputeCapability is { } capability ? $"compute capability {capability}" : null,
            gpu.PcieGeneration is { } generation ? $"PCIe {generation} x{gpu.PcieLanes}" : null,
            gpu.Ecc switch
            {
                true => "ECC on",
                false => "ECC off",
                null => null,
            },
            gpu.DrivesDisplay == true ? "drives a display" : null
        );

    private static string GpuState(GpuFacts gpu) =>
        Join(
            gpu.SmMaximumHertz is { } maximum ? $"clock {Hertz(gpu.SmHertz)} of {Hertz(maximum)}" : Hertz(gpu.SmHertz),
            gpu.PowerLimitWatts is { } watts ? $"power limit {watts:0} W" : null,
            gpu.Celsius is { } celsius ? $"{celsius:0} °C" : null,
            gpu.MemoryUsed is { } used ? $"{used} in use" : null,
            gpu.ThrottleReasons.IsEmpty ? null : $"held back: {string.Join(", ", gpu.ThrottleReasons)}"
        );

    private static string Engine(EngineFacts? engine) =>
        engine is null
            ? "none found"
            : Join(
                engine.Version,
                engine.Cuda is { } cuda ? $"CUDA {cuda}" : "CPU only",
                Named("cuDNN", engine.Cudnn),
                $"{engine.LibraryPath} ({engine.Origin})"
            );

    private static string Host(HostFacts host) =>
        Join(
            host.PlatformName,
            Named("on", host.HostCloud),
            host.Container is { } container ? $"{container} container" : null,
            host.Hypervisor is { } hypervisor ? $"{hypervisor} virtual machine" : null,
            Named("Slurm job", host.SlurmJob)
        );

    private static string? Share(Bytes? total, Bytes? free) =>
        total is null ? null
        : free is null ? $"{total}"
        : $"{total}, {free} free";

    private static string? Hertz(double? hertz) =>
        hertz is not { } value ? null
        : value >= 1e9 ? $"{value / 1e9:0.00} GHz"
        : $"{value / 1e6:0} MHz";

    private static string? Count(int? number, string noun) =>
        number is not { } count ? null
        : count == 1 ? $"1 {noun}"
        : $"{count} {noun}s";

    private static string? Named(string name, object? value) => value is null ? null : $"{name} {value}";

    private static string Join(params string?[] parts) =>
        string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));
}
