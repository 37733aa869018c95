using Laptime.Core.Platforms;

namespace Laptime.Formats.Wire;

internal sealed record CpuJson
{
    public string? Model { get; init; }
    public string? Vendor { get; init; }
    public int? Sockets { get; init; }
    public int? PhysicalCores { get; init; }
    public int? LogicalProcessors { get; init; }
    public double? CgroupQuotaProcessors { get; init; }
    public double? MaximumHertz { get; init; }
    public long? L1DataBytes { get; init; }
    public long? L2Bytes { get; init; }
    public long? L3Bytes { get; init; }
    public string[]? Simd { get; init; }
    public bool? Virtualized { get; init; }
    public string? Governor { get; init; }

    public static CpuJson From(CpuFacts facts) =>
        new()
        {
            Model = facts.Model,
            Vendor = facts.Vendor,
            Sockets = facts.Sockets,
            PhysicalCores = facts.PhysicalCores,
            LogicalProcessors = facts.LogicalProcessors,
            CgroupQuotaProcessors = facts.CgroupQuota,
            MaximumHertz = facts.MaximumHertz,
            L1DataBytes = facts.L1Data?.Value,
            L2Bytes = facts.L2?.Value,
            L3Bytes = facts.L3?.Value,
            Simd = [.. facts.Simd],
            Virtualized = facts.Virtualized,
            Governor = facts.Governor,
        };

    public CpuFacts ToFacts(Place at) =>
        new()
        {
            Model = at["model"].TextOrNull(Model),
            Vendor = at["vendor"].TextOrNull(Vendor),
            Sockets = at["sockets"].AtLeastOrNull(1, Sockets),
            PhysicalCores = at["physical_cores"].AtLeastOrNull(1, PhysicalCores),
            LogicalProcessors = at["logical_processors"].AtLeast(1, LogicalProcessors),
            CgroupQuota = at["cgroup_quota_processors"].FiniteOrNull(CgroupQuotaProcessors),
            MaximumHertz = at["maximum_hertz"].FiniteOrNull(MaximumHertz),
            L1Data = at["l1_data_bytes"].BytesOrNull(L1DataBytes),
            L2 = at["l2_bytes"].BytesOrNull(L2Bytes),
            L3 = at["l3_bytes"].BytesOrNull(L3Bytes),
            Simd = Texts.Required(Simd, at["simd"]),
            Virtualized = Virtualized,
            Governor = at["governor"].TextOrNull(Governor),
        };
}

internal sealed record MemoryJson
{
    public long? TotalBytes { get; init; }
    public long? AvailableBytes { get; init; }
    public long? CgroupLimitBytes { get; init; }
    public long? SwapBytes { get; init; }
    public long? SwapFreeBytes { get; init; }
    public long? SharedMemoryBytes { get; init; }
    public long? SharedMemoryFreeBytes { get; init; }
    public string? TransparentHugePages { get; init; }

    public static MemoryJson From(MemoryFacts facts) =>
        new()
        {
            TotalBytes = facts.Total?.Value,
            AvailableBytes = facts.Available?.Value,
            CgroupLimitBytes = facts.CgroupLimit?.Value,
            SwapBytes = facts.Swap?.Value,
            SwapFreeBytes = facts.SwapFree?.Value,
            SharedMemoryBytes = facts.SharedMemory?.Value,
            SharedMemoryFreeBytes = facts.SharedMemoryFree?.Value,
            TransparentHugePages = facts.TransparentHugePages,
        };

    public MemoryFacts ToFacts(Place at) =>
        new()
        {
            Total = at["total_bytes"].BytesOrNull(TotalBytes),
            Available = at["available_bytes"].BytesOrNull(AvailableBytes),
            CgroupLimit = at["cgroup_limit_bytes"].BytesOrNull(CgroupLimitBytes),
            Swap = at["swap_bytes"].BytesOrNull(SwapBytes),
            SwapFree = at["swap_free_bytes"].BytesOrNull(SwapFreeBytes),
            SharedMemory = at["shared_memory_bytes"].BytesOrNull(SharedMemoryBytes),
            SharedMemoryFree = at["shared_memory_free_bytes"].BytesOrNull(SharedMemoryFreeBytes),
            TransparentHugePages = at["transparent_huge_pages"].TextOrNull(TransparentHugePages),
        };
}

internal sealed record DiskJson
{
    public string? Path { get; init; }
    public long? TotalBytes { get; init; }
    public long? FreeBytes { get; init; }
    public string? FileSystem { get; init; }
    public string? Kind { get; init; }

    public static DiskJson From(DiskFacts facts) =>
        new()
        {
            Path = facts.Path,
            TotalBytes = facts.Total?.Value,
            FreeBytes = facts.Free?.Value,
            FileSystem = facts.FileSystem,
            Kind = facts.Kind,
        };

    public DiskFacts ToFacts(Place at) =>
        new()
        {
            Path = at["path"].Text(Path),
            Total = at["total_bytes"].BytesOrNull(TotalBytes),
            Free = at["free_bytes"].BytesOrNull(FreeBytes),
            FileSystem = at["file_system"].TextOrNull(FileSystem),
            Kind = at["kind"].TextOrNull(Kind),
        };
}

internal sealed record GpuJson
{
    public int? Index { get; init; }
    public string? Name { get; init; }
    public long? MemoryBytes { get; init; }
    public long? MemoryUsedBytes { get; init; }
    public double? SmHertz { get; init; }
    public double? SmMaximumHertz { get; init; }
    public double? MemoryMaximumHertz { get; init; }
    public double? PowerLimitWatts { get; init; }
    public double? Celsius { get; init; }
    public int? PcieGeneration { get; init; }
    public int? PcieLanes { get; init; }
    public bool? Ecc { get; init; }
    public bool? DrivesDisplay { get; init; }
    public string? ComputeCapability { get; init; }
    public string[]? ThrottleReasons { get; init; }

    public static GpuJson From(GpuFacts facts) =>
        new()
        {
            Index = facts.Index,
            Name = facts.Name,
            MemoryBytes = facts.Memory?.Value,
            MemoryUsedBytes = facts.MemoryUsed?.Value,
            SmHertz = facts.SmHertz,
            SmMaximumHertz = facts.SmMaximumHertz,
            MemoryMaximumHertz = facts.MemoryMaximumHertz,
            PowerLimitWatts = facts.PowerLimitWatts,
            Celsius = facts.Celsius,
            PcieGeneration = facts.PcieGeneration,
            PcieLanes = facts.PcieLanes,
            Ecc = facts.Ecc,
            DrivesDisplay = facts.DrivesDisplay,
            ComputeCapability = facts.ComputeCapability,
            ThrottleReasons = [.. facts.ThrottleReasons],
        };

    public GpuFacts ToFacts(Place at) =>
        new()
        {
            Index = at["index"].AtLeast(0, Index),
            Name = at["name"].Text(Name),
            Memory = at["memory_bytes"].BytesOrNull(MemoryBytes),
            MemoryUsed = at["memory_used_bytes"].BytesOrNull(MemoryUsedBytes),
            SmHertz = at["sm_hertz"].FiniteOrNull(SmHertz),
            SmMaximumHertz = at["sm_maximum_hertz"].FiniteOrNull(SmMaximumHertz),
            MemoryMaximumHertz = at["memory_maximum_hertz"].FiniteOrNull(MemoryMaximumHertz),
            PowerLimitWatts = at["power_limit_watts"].FiniteOrNull(PowerLimitWatts),
            Celsius = at["celsius"].FiniteOrNull(Celsius),
            PcieGeneration = at["pcie_generation"].AtLeastOrNull(0, PcieGeneration),
            PcieLanes = at["pcie_lanes"].AtLeastOrNull(0, PcieLanes),
            Ecc = Ecc,
            DrivesDisplay = DrivesDisplay,
            ComputeCapability = at["compute_capability"].TextOrNull(ComputeCapability),
            ThrottleReasons = Texts.Required(ThrottleReasons, at["throttle_reasons"]),
        };
}
