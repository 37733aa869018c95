using Laptime.Core.Quantities;
using Laptime.Core.Trials;

namespace Laptime.Measurement.Telemetry;

/// <summary>State of a Linux machine and of this process, from /proc, /sys and getrusage. What is not there stays null.</summary>
public sealed class ProcTelemetry : ITelemetrySource, IDisposable
{
    /// <summary>One tick of the accounting clock of /proc/stat: USER_HZ is 100 on every architecture that .NET runs on.</summary>
    public static readonly Seconds AccountingTick = new(0.01);

    private readonly KernelFile? stat;
    private readonly KernelFile? vmstat;
    private readonly ProcessorSensors sensors;
    private readonly PowerState power;

    /// <summary>Opens what there is.</summary>
    /// <param name="root">Directory in which proc and sys lie; a recorded tree in tests.</param>
    public ProcTelemetry(string root = "/")
    {
        stat = KernelFile.TryOpen(Path.Combine(root, "proc/stat"), capacity: 1 << 16);
        vmstat = KernelFile.TryOpen(Path.Combine(root, "proc/vmstat"), capacity: 1 << 16);
        sensors = new ProcessorSensors(Path.Combine(root, "sys"));
        power = new PowerState(Path.Combine(root, "sys"));
        Processors =
            (stat?.Read() is string text ? ProcText.CountProcessors(text) : null) ?? Environment.ProcessorCount;
    }

    /// <summary>Processors whose time /proc/stat counts: those of the machine, even within a container.</summary>
    public int Processors { get; }

    /// <inheritdoc />
    public TelemetrySample Read(TelemetrySample sample)
    {
        ProcessorTicks? ticks = stat?.Read() is string text ? ProcText.ParseStat(text) : null;
        return sensors.Read(ReadProcess(sample)) with
        {
            MachineBusy = ticks is { } busy ? AccountingTick * busy.Busy : null,
            MachineSteal = ticks is { } steal ? AccountingTick * steal.Steal : null,
            SwapIns = vmstat?.Read() is string counters ? ProcText.ParseCounter(counters, "pswpin") : null,
            PowerState = power.Read(),
        };
    }

    /// <inheritdoc />
    public void Dispose()
    {
        stat?.Dispose();
        vmstat?.Dispose();
        sensors.Dispose();
        power.Dispose();
    }

    private static TelemetrySample ReadProcess(TelemetrySample sample)
    {
        Span<long> usage = stackalloc long[Libc.RusageLength];
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess || Libc.getrusage(Libc.RUSAGE_SELF, usage) != 0)
        {
            return sample;
        }
        return sample with
        {
            ProcessBusy = new Seconds(usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6)),
            MajorFaults = usage[9],
            VoluntarySwitches = usage[16],
            InvoluntarySwitches = usage[17],
        };
    }
}
