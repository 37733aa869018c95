using Laptime.Core.Quantities;

namespace Laptime.Core.Trials;

/// <summary>
/// State of the machine at one instant of a trial. Counters are cumulative since boot or process start; every figure
/// is null where this platform does not tell it.
/// </summary>
public sealed record TelemetrySample
{
    /// <summary>Ticks of the trial's monotonic clock.</summary>
    public required long Ticks { get; init; }

    /// <summary>Processor time of the whole machine spent working, user and system.</summary>
    public Seconds? MachineBusy { get; init; }

    /// <summary>Processor time that the hypervisor gave to others.</summary>
    public Seconds? MachineSteal { get; init; }

    /// <summary>Processor time of this process; of an observed command: of it and all its descendants.</summary>
    public Seconds? ProcessBusy { get; init; }

    /// <summary>Page faults of this process that had to read from disk.</summary>
    public long? MajorFaults { get; init; }

    /// <summary>Pages swapped in by the machine.</summary>
    public long? SwapIns { get; init; }

    /// <summary>Times this process gave up a processor of its own accord.</summary>
    public long? VoluntarySwitches { get; init; }

    /// <summary>Times a processor was taken from this process.</summary>
    public long? InvoluntarySwitches { get; init; }

    /// <summary>Mean clock of the processors, in Hz.</summary>
    public double? CpuClockHertz { get; init; }

    /// <summary>Throttling events of the processors since boot.</summary>
    public long? CpuThrottleCount { get; init; }

    /// <summary>Hottest sensor of the processor, in °C.</summary>
    public double? CpuCelsius { get; init; }

    /// <summary>Clock of the measured GPU's multiprocessors, in Hz.</summary>
    public double? GpuClockHertz { get; init; }

    /// <summary>Temperature of the measured GPU, in °C.</summary>
    public double? GpuCelsius { get; init; }

    /// <summary>Power draw of the measured GPU, in W.</summary>
    public double? GpuWatts { get; init; }

    /// <summary>NVML's bits for why the GPU's clock is held back.</summary>
    public long? GpuThrottleReasons { get; init; }

    /// <summary>Other processes computing on the measured GPU.</summary>
    public int? GpuForeignProcesses { get; init; }

    /// <summary>Gen-2 collections of this process.</summary>
    public int? Gen2Collections { get; init; }

    /// <summary>Time this process was paused by the garbage collector.</summary>
    public Seconds? GcPause { get; init; }

    /// <summary>Methods compiled by the just-in-time compiler.</summary>
    public long? JitMethods { get; init; }

    /// <summary>Memory reserved by the measured device's allocator.</summary>
    public Bytes? AllocatorReserved { get; init; }

    /// <summary>Power source and governor, as one comparable text.</summary>
    public string? PowerState { get; init; }

    /// <summary>Uncorrected memory errors and device faults counted so far.</summary>
    public long? DeviceErrors { get; init; }

    /// <summary>Resident memory of an observed command and all its descendants; what they share counts for each.</summary>
    public Bytes? ProcessResident { get; init; }

    /// <summary>Bytes that an observed command and its descendants had read from disks.</summary>
    public Bytes? ProcessRead { get; init; }

    /// <summary>Bytes that an observed command and its descendants had written to disks.</summary>
    public Bytes? ProcessWritten { get; init; }

    /// <summary>Part of the time since the last sample, 0 to 1, in which the GPU computed anything.</summary>
    public double? GpuBusy { get; init; }

    /// <summary>Memory in use on the GPU, whoever uses it.</summary>
    public Bytes? GpuMemory { get; init; }
}

/// <summary>Reads part of the machine's state: one source knows /proc, another NVML.</summary>
public interface ITelemetrySource
{
    /// <summary>
    /// Returns <paramref name="sample"/> with the figures that this source knows filled in. Takes well under a
    /// millisecond, never throws; a figure that cannot be read stays null.
    /// </summary>
    TelemetrySample Read(TelemetrySample sample);
}
