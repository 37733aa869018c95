using Laptime.Core.Platforms;

namespace Laptime.Formats.Wire;

/// <summary>A platform; inside a run without a schema of its own.</summary>
internal sealed record PlatformJson
{
    public string? Schema { get; init; }
    public string? ReadAt { get; init; }
    public string? HostName { get; init; }
    public string? OperatingSystem { get; init; }
    public string? Kernel { get; init; }
    public string? Runtime { get; init; }
    public CpuJson? Cpu { get; init; }
    public MemoryJson? Memory { get; init; }
    public DiskJson? Disk { get; init; }
    public GpuJson[]? Gpus { get; init; }
    public string? GpuDriver { get; init; }
    public EngineJson? Engine { get; init; }
    public HostJson? Host { get; init; }
    public Dictionary<string, string>? Unreadable { get; init; }

    public static PlatformJson From(PlatformFacts facts, string? schema) =>
        new()
        {
            Schema = schema,
            ReadAt = Words.Of(facts.ReadAt),
            HostName = facts.HostName,
            OperatingSystem = facts.OperatingSystem,
            Kernel = facts.Kernel,
            Runtime = facts.Runtime,
            Cpu = CpuJson.From(facts.Cpu),
            Memory = MemoryJson.From(facts.Memory),
            Disk = DiskJson.From(facts.Disk),
            Gpus = [.. facts.Gpus.Select(GpuJson.From)],
            GpuDriver = facts.GpuDriver,
            Engine = facts.Engine is { } engine ? EngineJson.From(engine) : null,
            Host = HostJson.From(facts.Host),
            Unreadable = new Dictionary<string, string>(facts.Unreadable),
        };

    public PlatformFacts ToFacts(Place at)
    {
        GpuJson[] gpus = at["gpus"].Required(Gpus);
        return new PlatformFacts
        {
            ReadAt = at["read_at"].Instant(ReadAt),
            HostName = at["host_name"].TextOrNull(HostName),
            OperatingSystem = at["operating_system"].TextOrNull(OperatingSystem),
            Kernel = at["kernel"].TextOrNull(Kernel),
            Runtime = at["runtime"].Text(Runtime),
            Cpu = at["cpu"].Required(Cpu).ToFacts(at["cpu"]),
            Memory = at["memory"].Required(Memory).ToFacts(at["memory"]),
            Disk = at["disk"].Required(Disk).ToFacts(at["disk"]),
            Gpus = [.. gpus.Select((gpu, i) => at["gpus"][i].Required(gpu).ToFacts(at["gpus"][i]))],
            GpuDriver = at["gpu_driver"].TextOrNull(GpuDriver),
            Engine = Engine?.ToFacts(at["engine"]),
            Host = at["host"].Required(Host).ToFacts(at["host"]),
            Unreadable = Texts.Required(Unreadable, at["unreadable"]),
        };
    }
}

internal sealed record EngineJson
{
    public string? Version { get; init; }
    public string? LibraryPath { get; init; }
    public string? Origin { get; init; }
    public string? Cuda { get; init; }
    public string? Cudnn { get; init; }
    public bool? Cxx11Abi { get; init; }

    public static EngineJson From(EngineFacts facts) =>
        new()
        {
            Version = facts.Version,
            LibraryPath = facts.LibraryPath,
            Origin = facts.Origin,
            Cuda = facts.Cuda,
            Cudnn = facts.Cudnn,
            Cxx11Abi = facts.Cxx11Abi,
        };

    public EngineFacts ToFacts(Place at) =>
        new()
        {
            Version = at["version"].Text(Version),
            LibraryPath = at["library_path"].Text(LibraryPath),
            Origin = at["origin"].Text(Origin),
            Cuda = at["cuda"].TextOrNull(Cuda),
            Cudnn = at["cudnn"].TextOrNull(Cudnn),
            Cxx11Abi = Cxx11Abi,
        };
}

internal sealed record HostJson
{
    public string? PlatformId { get; init; }
    public string? PlatformName { get; init; }
    public string[]? Evidence { get; init; }
    public string? HostCloud { get; init; }
    public string? Container { get; init; }
    public string? Hypervisor { get; init; }
    public string? SlurmJob { get; init; }
    public string[]? Limits { get; init; }

    public static HostJson From(HostFacts facts) =>
        new()
        {
            PlatformId = facts.PlatformId,
            PlatformName = facts.PlatformName,
            Evidence = [.. facts.Evidence],
            HostCloud = facts.HostCloud,
            Container = facts.Container,
            Hypervisor = facts.Hypervisor,
            SlurmJob = facts.SlurmJob,
            Limits = [.. facts.Limits],
        };

    public HostFacts ToFacts(Place at) =>
        new()
        {
            PlatformId = at["platform_id"].TextOrNull(PlatformId),
            PlatformName = at["platform_name"].TextOrNull(PlatformName),
            Evidence = Texts.Required(Evidence, at["evidence"]),
            HostCloud = at["host_cloud"].TextOrNull(HostCloud),
            Container = at["container"].TextOrNull(Container),
            Hypervisor = at["hypervisor"].TextOrNull(Hypervisor),
            SlurmJob = at["slurm_job"].TextOrNull(SlurmJob),
            Limits = Texts.Required(Limits, at["limits"]),
        };
}
