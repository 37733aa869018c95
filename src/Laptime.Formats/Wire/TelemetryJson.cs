using System.Collections.Immutable;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;

namespace Laptime.Formats.Wire;

/// <summary>Telemetry as columns of equal length; a figure that the platform never told has no column.</summary>
internal sealed record TelemetryJson
{
    public long[]? Ticks { get; init; }
    public double?[]? MachineBusySeconds { get; init; }
    public double?[]? MachineStealSeconds { get; init; }
    public double?[]? ProcessBusySeconds { get; init; }
    public long?[]? MajorFaults { get; init; }
    public long?[]? SwapIns { get; init; }
    public long?[]? VoluntarySwitches { get; init; }
    public long?[]? InvoluntarySwitches { get; init; }
    public double?[]? CpuClockHertz { get; init; }
    public long?[]? CpuThrottleCount { get; init; }
    public double?[]? CpuCelsius { get; init; }
    public double?[]? GpuClockHertz { get; init; }
    public double?[]? GpuCelsius { get; init; }
    public double?[]? GpuWatts { get; init; }
    public long?[]? GpuThrottleReasons { get; init; }
    public int?[]? GpuForeignProcesses { get; init; }
    public int?[]? Gen2Collections { get; init; }
    public double?[]? GcPauseSeconds { get; init; }
    public long?[]? JitMethods { get; init; }
    public long?[]? AllocatorReservedBytes { get; init; }
    public string?[]? PowerState { get; init; }
    public long?[]? DeviceErrors { get; init; }
    public long?[]? ProcessResidentBytes { get; init; }
    public long?[]? ProcessReadBytes { get; init; }
    public long?[]? ProcessWrittenBytes { get; init; }
    public double?[]? GpuBusyShare { get; init; }
    public long?[]? GpuMemoryBytes { get; init; }

    public static TelemetryJson From(ImmutableArray<TelemetrySample> samples) =>
        new()
        {
            Ticks = [.. samples.Select(sample => sample.Ticks)],
            MachineBusySeconds = Told(samples, sample => sample.MachineBusy?.Value),
            MachineStealSeconds = Told(samples, sample => sample.MachineSteal?.Value),
            ProcessBusySeconds = Told(samples, sample => sample.ProcessBusy?.Value),
            MajorFaults = Told(samples, sample => sample.MajorFaults),
            SwapIns = Told(samples, sample => sample.SwapIns),
            VoluntarySwitches = Told(samples, sample => sample.VoluntarySwitches),
            InvoluntarySwitches = Told(samples, sample => sample.InvoluntarySwitches),
            CpuClockHertz = Told(samples, sample => sample.CpuClockHertz),
            CpuThrottleCount = Told(samples, sample => sample.CpuThrottleCount),
            CpuCelsius = Told(samples, sample => sample.CpuCelsius),
            GpuClockHertz = Told(samples, sample => sample.GpuClockHertz),
            GpuCelsius = Told(samples, sample => sample.GpuCelsius),
            GpuWatts = Told(samples, sample => sample.GpuWatts),
            GpuThrottleReasons = Told(samples, sample => sample.GpuThrottleReasons),
            GpuForeignProcesses = Told(samples, sample => sample.GpuForeignProcesses),
            Gen2Collections = Told(samples, sample => sample.Gen2Collections),
            GcPauseSeconds = Told(samples, sample => sample.GcPause?.Value),
            JitMethods = Told(samples, sample => sample.JitMethods),
            AllocatorReservedBytes = Told(samples, sample => sample.AllocatorReserved?.Value),
            PowerState = Told(samples, sample => sample.PowerState),
            DeviceErrors = Told(samples, sample => sample.DeviceErrors),
            ProcessResidentBytes = Told(samples, sample => sample.ProcessResident?.Value),
            ProcessReadBytes = Told(samples, sample => sample.ProcessRead?.Value),
            ProcessWrittenBytes = Told(samples, sample => sample.ProcessWritten?.Value),
            GpuBusyShare = Told(samples, sample => sample.GpuBusy),
            GpuMemoryBytes = Told(samples, sample => sample.GpuMemory?.Value),
        };

    public ImmutableArray<TelemetrySample> ToSamples(Place at)
    {
        long[] ticks = at["ticks"].Required(Ticks);
        var machineBusy = at["machine_busy_seconds"].Figures(MachineBusySeconds, ticks.Length);
        var machineSteal = at["machine_steal_seconds"].Figures(MachineStealSeconds, ticks.Length);
        var processBusy = at["process_busy_seconds"].Figures(ProcessBusySeconds, ticks.Length);
        var majorFaults = at["major_faults"].ColumnOrNull(MajorFaults, ticks.Length);
        var swapIns = at["swap_ins"].ColumnOrNull(SwapIns, ticks.Length);
        var voluntary = at["voluntary_switches"].ColumnOrNull(VoluntarySwitches, ticks.Length);
        var involuntary = at["involuntary_switches"].ColumnOrNull(InvoluntarySwitches, ticks.Length);
        var cpuClock = at["cpu_clock_hertz"].Figures(CpuClockHertz, ticks.Length);
        var cpuThrottle = at["cpu_throttle_count"].ColumnOrNull(CpuThrottleCount, ticks.Length);
        var cpuCelsius = at["cpu_celsius"].Figures(CpuCelsius, ticks.Length);
        var gpuClock = at["gpu_clock_hertz"].Figures(GpuClockHertz, ticks.Length);
        var gpuCelsius = at["gpu_celsius"].Figures(GpuCelsius, ticks.Length);
        var gpuWatts = at["gpu_watts"].Figures(GpuWatts, ticks.Length);
        var gpuThrottle = at["gpu_throttle_reasons"].ColumnOrNull(GpuThrottleReasons, ticks.Length);
        var gpuForeign = at["gpu_foreign_processes"].ColumnOrNull(GpuForeignProcesses, ticks.Length);
        var gen2 = at["gen2_collections"].ColumnOrNull(Gen2Collections, ticks.Length);
        var gcPause = at["gc_pause_seconds"].Figures(GcPauseSeconds, ticks.Length);
        var jitMethods = at["jit_methods"].ColumnOrNull(JitMethods, ticks.Length);
        var allocator = at["allocator_reserved_bytes"].ColumnOrNull(AllocatorReservedBytes, ticks.Length);
        var powerState = at["power_state"].ColumnOrNull(PowerState, ticks.Length);
        var deviceErrors = at["device_errors"].ColumnOrNull(DeviceErrors, ticks.Length);
        var resident = at["process_resident_bytes"].ColumnOrNull(ProcessResidentBytes, ticks.Length);
        var read = at["process_read_bytes"].ColumnOrNull(ProcessReadBytes, ticks.Length);
        var written = at["process_written_bytes"].ColumnOrNull(ProcessWrittenBytes, ticks.Length);
        var gpuBusy = at["gpu_busy_share"].Figures(GpuBusyShare, ticks.Length);
        var gpuMemory = at["gpu_memory_bytes"].ColumnOrNull(GpuMemoryBytes, ticks.Length);
        var samples = ImmutableArray.CreateBuilder<TelemetrySample>(ticks.Length);
        for (int i = 0; i < ticks.Length; i++)
        {
            samples.Add(
                new TelemetrySample
                {
                    Ticks = ticks[i],
                    MachineBusy = ToSeconds(machineBusy?[i]),
                    MachineSteal = ToSeconds(machineSteal?[i]),
                    ProcessBusy = ToSeconds(processBusy?[i]),
                    MajorFaults = majorFaults?[i],
                    SwapIns = swapIns?[i],
                    VoluntarySwitches = voluntary?[i],
                    InvoluntarySwitches = involuntary?[i],
                    CpuClockHertz = cpuClock?[i],
                    CpuThrottleCount = cpuThrottle?[i],
                    CpuCelsius = cpuCelsius?[i],
                    GpuClockHertz = gpuClock?[i],
                    GpuCelsius = gpuCelsius?[i],
                    GpuWatts = gpuWatts?[i],
                    GpuThrottleReasons = gpuThrottle?[i],
                    GpuForeignProcesses = gpuForeign?[i],
                    Gen2Collections = gen2?[i],
                    GcPause = ToSeconds(gcPause?[i]),
                    JitMethods = jitMethods?[i],
                    AllocatorReserved = ToBytes(allocator?[i]),
                    PowerState = powerState?[i],
                    DeviceErrors = deviceErrors?[i],
                    ProcessResident = ToBytes(resident?[i]),
                    ProcessRead = ToBytes(read?[i]),
                    ProcessWritten = ToBytes(written?[i]),
                    GpuBusy = gpuBusy?[i],
                    GpuMemory = ToBytes(gpuMemory?[i]),
                }
            );
        }
        return samples.MoveToImmutable();
    }

    private static T?[]? Told<T>(ImmutableArray<TelemetrySample> samples, Func<TelemetrySample, T?> figure) =>
        samples.Any(sample => figure(sample) is not null) ? [.. samples.Select(figure)] : null;

    private static Bytes? ToBytes(long? value) => value is { } bytes ? new Bytes(bytes) : null;

    private static Seconds? ToSeconds(double? value) => value is { } seconds ? new Seconds(seconds) : null;
}

/// <summary>Columns of measured figures.</summary>
internal static class FigureColumns
{
    public static double?[]? Figures(this Place at, double?[]? column, int length)
    {
        int broken = Array.FindIndex(
            at.ColumnOrNull(column, length) ?? [],
            value => value is { } x && !double.IsFinite(x)
        );
        return broken < 0 ? column : throw at[broken].Error("must be a finite number");
    }
}
