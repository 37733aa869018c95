using System.Collections.Immutable;
using System.Globalization;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Probe.Energy;

namespace Laptime.Probe.Gpus;

/// <summary>
/// Reads the state of one NVIDIA GPU: clock, temperature, power, throttling, foreign processes, memory errors.
/// </summary>
public sealed class NvmlTelemetry : ITelemetrySource, IDisposable
{
    /// <summary>Number of the first process-id namespace (PROC_PID_INIT_INO of Linux, include/linux/proc_ns.h).</summary>
    private const string HostNamespace = "pid:[4026531836]";

    private readonly NvmlLibrary nvml;
    private readonly nint device;
    private readonly uint ownPid;
    private readonly bool seesAllPids;

    private NvmlTelemetry(NvmlLibrary nvml, nint device, uint ownPid, bool seesAllPids)
    {
        this.nvml = nvml;
        this.device = device;
        this.ownPid = ownPid;
        this.seesAllPids = seesAllPids;
    }

    /// <summary>Opens the source for a CUDA device.</summary>
    /// <param name="cudaDevice">Number of the device as CUDA counts, from 0: the <c>0</c> of <c>cuda:0</c>.</param>
    /// <param name="reason">Why there is no telemetry; null if there is.</param>
    /// <returns>The source, to be disposed; null without driver or where the device cannot be told for certain.</returns>
    public static NvmlTelemetry? TryOpen(int cudaDevice, out string? reason) =>
        TryOpen(
            cudaDevice,
            NvmlLibrary.DefaultNames,
            Environment.GetEnvironmentVariable,
            (uint)Environment.ProcessId,
            new FileInfo("/proc/self/ns/pid").LinkTarget == HostNamespace,
            out reason
        );

    internal static NvmlTelemetry? TryOpen(
        int cudaDevice,
        ImmutableArray<string> libraryNames,
        Func<string, string?> variable,
        uint ownPid,
        bool seesAllPids,
        out string? reason
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cudaDevice);
        var library = NvmlLibrary.TryOpen(libraryNames, out reason);
        if (library is null)
        {
            return null;
        }
        var entry = CudaDeviceOrder.Resolve(
            cudaDevice,
            variable("CUDA_VISIBLE_DEVICES"),
            variable("CUDA_DEVICE_ORDER"),
            Names(library),
            out reason
        );
        if (entry is not null)
        {
            var status = uint.TryParse(entry, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? library.Device(index, out var device)
                : library.Device(entry, out device);
            if (status == NvmlReturn.Success)
            {
                return new NvmlTelemetry(library, device, ownPid, seesAllPids);
            }
            reason = $"NVML cannot open GPU {entry}: {library.Words(status)}";
        }
        library.Dispose();
        return null;
    }

    /// <summary>Whether the GPU drives a display; null: not known.</summary>
    public bool? DrivesDisplay => Known(nvml.DisplayActive(device, out var active), active);

    /// <summary>The energy counter of the GPU, good as long as this is not disposed of; null with a reason if it has none.</summary>
    internal IEnergyCounter? TryOpenEnergy(out string? reason)
    {
        var status = nvml.TotalEnergy(device, out _);
        reason = status switch
        {
            NvmlReturn.Success => null,
            NvmlReturn.NotSupported => "this GPU counts no energy (NVIDIA's do from Volta on)",
            NvmlReturn.FunctionNotFound => "the driver is too old to tell of energy",
            _ => $"NVML cannot read the energy: {nvml.Words(status)}",
        };
        return reason is null ? new NvmlEnergy(nvml, device) : null;
    }

    /// <inheritdoc />
    public TelemetrySample Read(TelemetrySample sample) =>
        sample with
        {
            GpuClockHertz = Known(nvml.Clock(device, NvmlClock.Sm, out var clock), clock) * 1e6,
            GpuCelsius = Known(nvml.Temperature(device, out var celsius), celsius),
            GpuWatts = Known(nvml.Power(device, out var power), power) / 1e3,
            GpuThrottleReasons = (long?)Known(nvml.ThrottleReasons(device, out var bits), bits),
            GpuForeignProcesses = ForeignProcesses(),
            GpuBusy = Known(nvml.Utilization(device, out var use), use.Gpu) / 100.0,
            GpuMemory = Known(nvml.Memory(device, out var memory), new Bytes((long)memory.Used)),
            DeviceErrors = (long?)Known(nvml.UncorrectedErrors(device, out var errors), errors),
        };

    /// <summary>Lets go of NVML.</summary>
    public void Dispose() => nvml.Dispose();

    private static T? Known<T>(NvmlReturn status, T value)
        where T : struct => status == NvmlReturn.Success ? value : null;

    private static ImmutableArray<string> Names(NvmlLibrary library)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        _ = library.Count(out var count);
        for (var index = 0u; index < count; index++)
        {
            var name = "";
            var found = library.Device(index, out var device) == NvmlReturn.Success;
            names.Add(found && library.Name(device, out name) == NvmlReturn.Success ? name : "");
        }
        return names.ToImmutable();
    }

    /// <summary>
    /// Others in NVML's list. Inside a container its process ids can be those of the host; there, a list without this
    /// process tells nothing, since one of its entries may be this process under another number.
    /// </summary>
    private int? ForeignProcesses()
    {
        Span<NvmlProcess> processes = stackalloc NvmlProcess[128];
        if (nvml.ComputeProcesses(device, processes, out var count) != NvmlReturn.Success)
        {
            return null;
        }
        var foreign = 0;
        foreach (var process in processes[..count])
        {
            foreign += process.Pid == ownPid ? 0 : 1;
        }
        return seesAllPids || foreign < count ? foreign : null;
    }
}
