using System.Collections.Immutable;
using Laptime.Core.Findings;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;
using Laptime.Probe.Gpus;

namespace Laptime.Probe;

/// <summary>Says what about a platform will spoil training or measuring, and what to do about it. Pure.</summary>
public static class PlatformFindings
{
    /// <summary>A batch of 32 images of 224 × 224 in fp32 is 19 MB, and each loader process keeps two of them waiting.</summary>
    private static readonly Bytes SmallSharedMemory = Bytes.FromGibibytes(1);

    /// <summary>Room for weights of the largest built-in network, the compiled adapter and some results.</summary>
    private static readonly Bytes LittleDisk = Bytes.FromGibibytes(2);

    /// <summary>Swapped memory below this is the kernel tidying up.</summary>
    private static readonly Bytes MuchSwap = Bytes.FromMebibytes(256);

    /// <summary>More than a driver sets aside on an idle GPU.</summary>
    private static readonly Bytes MuchGpuMemory = Bytes.FromGibibytes(1);

    /// <summary>All findings, in the order of the facts; empty if nothing stands out.</summary>
    public static ImmutableArray<Finding> Of(PlatformFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return
        [
            .. OfCpu(facts.Cpu),
            .. OfMemory(facts.Memory, facts.Host.Container),
            .. OfDisk(facts.Disk),
            .. facts.Gpus.SelectMany(OfGpu),
            .. OfMissingGpu(facts),
            .. facts.Host.Limits.Select(limit => new Finding(
                "SESSION_LIMIT",
                Severity.Note,
                $"{facts.Host.PlatformName ?? "Slurm"}: {limit}.",
                null
            )),
        ];
    }

    private static IEnumerable<Finding> OfCpu(CpuFacts cpu)
    {
        if (cpu.CgroupQuota is { } quota && quota < cpu.LogicalProcessors)
        {
            var threads = Math.Max(1, (int)quota);
            yield return new Finding(
                "CPU_QUOTA",
                Severity.Warning,
                $"The container sees {cpu.LogicalProcessors} processors but may use the time of {quota:0.##}.",
                $"Set OMP_NUM_THREADS={threads}: more threads than that are stopped in every period."
            );
        }
    }

    private static IEnumerable<Finding> OfMemory(MemoryFacts memory, string? container)
    {
        if (memory.SharedMemory is { } shared && shared < SmallSharedMemory)
        {
            yield return new Finding(
                "SHM_SMALL",
                Severity.Warning,
                $"/dev/shm holds only {shared}; data loaders with worker processes die of it (\"Bus error\").",
                container switch
                {
                    "docker" or "podman" => "Start the container with --shm-size=8g, or with --ipc=host.",
                    "kubernetes" => "Mount an emptyDir volume with medium: Memory at /dev/shm.",
                    _ =>
                        "Remount it larger (mount -o remount,size=8g /dev/shm, as root), or load data without workers.",
                }
            );
        }
        if (memory.CgroupLimit is { } limit && memory.Total is { } total && limit.Value < total.Value / 2)
        {
            yield return new Finding(
                "MEMORY_LIMIT",
                Severity.Note,
                $"The container may use {limit} of the machine's {total}; what goes beyond is killed without a word.",
                "Choose batches for the limit, not for the machine."
            );
        }
        if (memory.Swap is { } swap && memory.SwapFree is { } free && swap - free > MuchSwap)
        {
            yield return new Finding(
                "SWAP_IN_USE",
                Severity.Warning,
                $"{swap - free} are swapped out and may come back while something is measured.",
                "End what holds the memory before measuring."
            );
        }
    }

    private static IEnumerable<Finding> OfDisk(DiskFacts disk)
    {
        if (disk.Free is { } free && free < LittleDisk)
        {
            yield return new Finding(
                "DISK_FULL",
                Severity.Warning,
                $"Only {free} are free below {disk.Path}; results could not be saved once it is full.",
                "Free some space, or choose another data directory."
            );
        }
    }

    private static IEnumerable<Finding> OfGpu(GpuFacts gpu)
    {
        var distress = gpu.ThrottleReasons.Where(ThrottleReasons.IsDistress).ToList();
        if (distress.Count > 0)
        {
            yield return new Finding(
                "GPU_THROTTLED",
                Severity.Warning,
                $"GPU {gpu.Index} ({gpu.Name}) is held back just now: {string.Join(", ", distress)}.",
                "Let it cool down; if it stays so, look at its cooling and power supply, or take another machine."
            );
        }
        if (gpu.MemoryUsed is { } used && used > MuchGpuMemory)
        {
            yield return new Finding(
                "GPU_BUSY",
                Severity.Warning,
                $"{used} of GPU {gpu.Index} ({gpu.Name}) are in use already.",
                "See with nvidia-smi who holds them, and end that before measuring."
            );
        }
    }

    private static IEnumerable<Finding> OfMissingGpu(PlatformFacts facts)
    {
        if (facts.Unreadable.TryGetValue("gpus", out var reason))
        {
            yield return new Finding(
                "GPU_UNREACHABLE",
                Severity.Warning,
                $"{reason}.",
                facts.Host.Container switch
                {
                    "docker" => "Start the container with --gpus all (needs the NVIDIA Container Toolkit on the host).",
                    "podman" => "Start the container with --device nvidia.com/gpu=all.",
                    "kubernetes" => "Ask for nvidia.com/gpu in the pod's resource limits.",
                    "apptainer" => "Start the container with --nv.",
                    _ => "Install the NVIDIA driver, or reboot if it was just updated; nvidia-smi has to work.",
                }
            );
        }
    }
}
