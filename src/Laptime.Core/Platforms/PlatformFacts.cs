using System.Collections.Immutable;
using Laptime.Core.Quantities;

namespace Laptime.Core.Platforms;

/// <summary>Hardware, operating system, driver and libtorch build, as read from inside. Null everywhere means: cannot be read here.</summary>
public sealed record PlatformFacts
{
    /// <summary>When it was read.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>Host name; left out of exports by default.</summary>
    public string? HostName { get; init; }

    /// <summary>Operating system, as it names itself.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>Kernel release.</summary>
    public string? Kernel { get; init; }

    /// <summary>Version of the .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>Processor.</summary>
    public required CpuFacts Cpu { get; init; }

    /// <summary>Main memory.</summary>
    public required MemoryFacts Memory { get; init; }

    /// <summary>Disk that holds the user's data directory.</summary>
    public required DiskFacts Disk { get; init; }

    /// <summary>NVIDIA GPUs; empty if there are none or no driver.</summary>
    public required ImmutableArray<GpuFacts> Gpus { get; init; }

    /// <summary>Version of the NVIDIA driver.</summary>
    public string? GpuDriver { get; init; }

    /// <summary>The libtorch that was found; null if none was.</summary>
    public EngineFacts? Engine { get; init; }

    /// <summary>Who rents the machine out and what surrounds the process.</summary>
    public required HostFacts Host { get; init; }

    /// <summary>What should have been readable and was not, each with its reason, by name of the fact.</summary>
    public required ImmutableSortedDictionary<string, string> Unreadable { get; init; }
}

/// <summary>The processor.</summary>
public sealed record CpuFacts
{
    /// <summary>Model, as it names itself.</summary>
    public string? Model { get; init; }

    /// <summary>Vendor.</summary>
    public string? Vendor { get; init; }

    /// <summary>Sockets.</summary>
    public int? Sockets { get; init; }

    /// <summary>Physical cores of all sockets.</summary>
    public int? PhysicalCores { get; init; }

    /// <summary>Logical processors that this process may use.</summary>
    public required int LogicalProcessors { get; init; }

    /// <summary>Processors' worth of time that the container may use; null: no limit.</summary>
    public double? CgroupQuota { get; init; }

    /// <summary>Highest clock that the system names, in Hz.</summary>
    public double? MaximumHertz { get; init; }

    /// <summary>Level-1 data cache of one core.</summary>
    public Bytes? L1Data { get; init; }

    /// <summary>Level-2 cache of one core.</summary>
    public Bytes? L2 { get; init; }

    /// <summary>Last-level cache, all of it.</summary>
    public Bytes? L3 { get; init; }

    /// <summary>Vector and matrix extensions that matter here: avx2, fma, avx512f, avx512_vnni, avx512_bf16, amx_bf16, …</summary>
    public required ImmutableArray<string> Simd { get; init; }

    /// <summary>Whether a hypervisor runs beneath.</summary>
    public bool? Virtualized { get; init; }

    /// <summary>Frequency governor.</summary>
    public string? Governor { get; init; }
}

/// <summary>Main memory.</summary>
public sealed record MemoryFacts
{
    /// <summary>Installed, as the kernel sees it.</summary>
    public Bytes? Total { get; init; }

    /// <summary>Available without swapping.</summary>
    public Bytes? Available { get; init; }

    /// <summary>Limit of the container; null: no limit.</summary>
    public Bytes? CgroupLimit { get; init; }

    /// <summary>Swap space.</summary>
    public Bytes? Swap { get; init; }

    /// <summary>Free part of the swap space.</summary>
    public Bytes? SwapFree { get; init; }

    /// <summary>Size of /dev/shm, through which data loader processes pass batches.</summary>
    public Bytes? SharedMemory { get; init; }

    /// <summary>Free part of /dev/shm.</summary>
    public Bytes? SharedMemoryFree { get; init; }

    /// <summary>Policy for transparent huge pages: always, madvise, never.</summary>
    public string? TransparentHugePages { get; init; }
}

/// <summary>A disk.</summary>
public sealed record DiskFacts
{
    /// <summary>Directory that was asked about.</summary>
    public required string Path { get; init; }

    /// <summary>Size of its file system.</summary>
    public Bytes? Total { get; init; }

    /// <summary>Free for this user.</summary>
    public Bytes? Free { get; init; }

    /// <summary>Type of the file system: ext4, overlay, tmpfs, nfs4.</summary>
    public string? FileSystem { get; init; }

    /// <summary>nvme, ssd, hdd, network, memory, virtual.</summary>
    public string? Kind { get; init; }
}

/// <summary>A GPU, as NVML describes it.</summary>
public sealed record GpuFacts
{
    /// <summary>Number.</summary>
    public required int Index { get; init; }

    /// <summary>Name: <c>NVIDIA H200</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Memory, all of it.</summary>
    public Bytes? Memory { get; init; }

    /// <summary>Memory in use.</summary>
    public Bytes? MemoryUsed { get; init; }

    /// <summary>Current and highest multiprocessor clock, in Hz.</summary>
    public double? SmHertz { get; init; }

    /// <summary>Highest multiprocessor clock, in Hz.</summary>
    public double? SmMaximumHertz { get; init; }

    /// <summary>Highest memory clock, in Hz.</summary>
    public double? MemoryMaximumHertz { get; init; }

    /// <summary>Power limit in force, in W.</summary>
    public double? PowerLimitWatts { get; init; }

    /// <summary>Temperature, in °C.</summary>
    public double? Celsius { get; init; }

    /// <summary>PCI Express generation in use.</summary>
    public int? PcieGeneration { get; init; }

    /// <summary>PCI Express lanes in use.</summary>
    public int? PcieLanes { get; init; }

    /// <summary>Whether memory errors are corrected.</summary>
    public bool? Ecc { get; init; }

    /// <summary>Whether it drives a display.</summary>
    public bool? DrivesDisplay { get; init; }

    /// <summary>CUDA compute capability: <c>9.0</c>.</summary>
    public string? ComputeCapability { get; init; }

    /// <summary>Why its clock is held back just now, in words.</summary>
    public required ImmutableArray<string> ThrottleReasons { get; init; }
}

/// <summary>The libtorch that Laptime measures.</summary>
public sealed record EngineFacts
{
    /// <summary>Version: <c>1.13.1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Directory of its libraries.</summary>
    public required string LibraryPath { get; init; }

    /// <summary>Where it was found: LAPTIME_LIBTORCH, python3, conda, system.</summary>
    public required string Origin { get; init; }

    /// <summary>CUDA version it was built with; null: CPU only.</summary>
    public string? Cuda { get; init; }

    /// <summary>cuDNN version; null: none.</summary>
    public string? Cudnn { get; init; }

    /// <summary>Whether it was built with the C++11 ABI of libstdc++.</summary>
    public bool? Cxx11Abi { get; init; }
}

/// <summary>What surrounds the process.</summary>
public sealed record HostFacts
{
    /// <summary>Id of the platform: <c>colab</c>; null: none recognised.</summary>
    public string? PlatformId { get; init; }

    /// <summary>Its name.</summary>
    public string? PlatformName { get; init; }

    /// <summary>What gave it away.</summary>
    public ImmutableArray<string> Evidence { get; init; } = [];

    /// <summary>The cloud beneath, where it is another.</summary>
    public string? HostCloud { get; init; }

    /// <summary>Kind of container: docker, podman, kubernetes; null: none seen.</summary>
    public string? Container { get; init; }

    /// <summary>Kind of virtual machine: kvm, microsoft, vmware; null: none seen.</summary>
    public string? Hypervisor { get; init; }

    /// <summary>Slurm job number; null: not in a job.</summary>
    public string? SlurmJob { get; init; }

    /// <summary>Limits of a session there, in words with source and date.</summary>
    public ImmutableArray<string> Limits { get; init; } = [];
}
