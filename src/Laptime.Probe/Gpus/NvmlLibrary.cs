using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace Laptime.Probe.Gpus;

/// <summary>
/// NVIDIA's management library, loaded and initialized. Functions are bound by address at run time, not declared as
/// imports, because drivers differ in which of them they have: a missing function is an ordinary outcome here,
/// <see cref="NvmlReturn.FunctionNotFound"/>, as a missing library is. Signatures follow nvml.h, API version 12.
/// </summary>
internal sealed unsafe class NvmlLibrary : IDisposable
{
    /// <summary>NVML_DEVICE_NAME_V2_BUFFER_SIZE, the longest of the text buffers in use.</summary>
    private const int TextSize = 96;

    private readonly nint library;

    private NvmlLibrary(nint library) => this.library = library;

    /// <summary>The library's usual name, then where WSL and Colab keep it outside the search path.</summary>
    public static ImmutableArray<string> DefaultNames { get; } =
    ["libnvidia-ml.so.1", "/usr/lib/wsl/lib/libnvidia-ml.so.1", "/usr/lib64-nvidia/libnvidia-ml.so.1"];

    /// <summary>Loads the first of <paramref name="names"/> that is there; null with a reason if none will work.</summary>
    public static NvmlLibrary? TryOpen(ImmutableArray<string> names, out string? reason)
    {
        foreach (var name in names)
        {
            if (!NativeLibrary.TryLoad(name, out var handle))
            {
                continue;
            }
            var nvml = new NvmlLibrary(handle);
            var status = nvml.Init();
            if (status == NvmlReturn.Success)
            {
                reason = null;
                return nvml;
            }
            reason = $"{name} was loaded but did not start: {nvml.Words(status)}";
            NativeLibrary.Free(handle);
            return null;
        }
        reason = $"{names[0]}, the management library of the NVIDIA driver, was not found";
        return null;
    }

    /// <summary>The library's own words for a status.</summary>
    public string Words(NvmlReturn status)
    {
        var function = (delegate* unmanaged<NvmlReturn, byte*>)Export("nvmlErrorString");
        return (function == null ? null : Marshal.PtrToStringUTF8((nint)function(status)))
            ?? $"NVML error {(int)status}";
    }

    public NvmlReturn DriverVersion(out string version)
    {
        var buffer = stackalloc byte[TextSize];
        var function = (delegate* unmanaged<byte*, uint, NvmlReturn>)Export("nvmlSystemGetDriverVersion");
        var status = function == null ? NvmlReturn.FunctionNotFound : function(buffer, TextSize);
        version = status == NvmlReturn.Success ? Text(buffer) : "";
        return status;
    }

    public NvmlReturn Count(out uint count)
    {
        count = 0;
        var function = (delegate* unmanaged<uint*, NvmlReturn>)Export("nvmlDeviceGetCount_v2");
        fixed (uint* value = &count)
        {
            return function == null ? NvmlReturn.FunctionNotFound : function(value);
        }
    }

    public NvmlReturn Device(uint index, out nint device)
    {
        device = 0;
        var function = (delegate* unmanaged<uint, nint*, NvmlReturn>)Export("nvmlDeviceGetHandleByIndex_v2");
        fixed (nint* value = &device)
        {
            return function == null ? NvmlReturn.FunctionNotFound : function(index, value);
        }
    }

    public NvmlReturn Device(string uuid, out nint device)
    {
        device = 0;
        var function = (delegate* unmanaged<byte*, nint*, NvmlReturn>)Export("nvmlDeviceGetHandleByUUID");
        fixed (nint* value = &device)
        fixed (byte* text = Encoding.ASCII.GetBytes(uuid + '\0'))
        {
            return function == null ? NvmlReturn.FunctionNotFound : function(text, value);
        }
    }

    public NvmlReturn Name(nint device, out string name)
    {
        var buffer = stackalloc byte[TextSize];
        var function = (delegate* unmanaged<nint, byte*, uint, NvmlReturn>)Export("nvmlDeviceGetName");
        var status = function == null ? NvmlReturn.FunctionNotFound : function(device, buffer, TextSize);
        name = status == NvmlReturn.Success ? Text(buffer) : "";
        return status;
    }

    public NvmlReturn Memory(nint device, out NvmlMemory memory)
    {
        memory = default;
        var function = (delegate* unmanaged<nint, NvmlMemory*, NvmlReturn>)Export("nvmlDeviceGetMemoryInfo");
        fixed (NvmlMemory* value = &memory)
        {
            return function == null ? NvmlReturn.FunctionNotFound : function(device, value);
        }
    }

    /// <summary>Clock at this moment, in MHz.</summary>
    /// <summary>Percent of the last sample period in which a kernel ran, and in which memory was read or written.</summary>
    public NvmlReturn Utilization(nint device, out NvmlUtilization utilization)
    {
        utilization = default;
        var function = (delegate* unmanaged<nint, NvmlUtilization*, NvmlReturn>)Export("nvmlDeviceGetUtilizationRates");
        fixed (NvmlUtilization* value = &utilization)
        {
            return function == null ? NvmlReturn.FunctionNotFound : function(device, value);
        }
    }

    public NvmlReturn Clock(nint device, NvmlClock clock, out uint megahertz) =>
        Number("nvmlDeviceGetClockInfo", device, (uint)clock, out megahertz);

    /// <summary>Highest clock, in MHz.</summary>
    public NvmlReturn MaximumClock(nint device, NvmlClock clock, out uint megahertz) =>
        Number("nvmlDeviceGetMaxClockInfo", device, (uint)clock, out megahertz);

    /// <summary>Temperature of the die (NVML_TEMPERATURE_GPU = 0), in °C.</summary>
    public NvmlReturn Temperature(nint device, out uint celsius) =>
        Number("nvmlDeviceGetTemperature", device, 0, out celsius);

    /// <summary>Energy since the driver was loaded, in mJ; Volta and later.</summary>
    public NvmlReturn TotalEnergy(nint device, out ulong millijoules)
    {
        millijoules = 0;
        var function = (delegate* unmanaged<nint, ulong*, NvmlReturn>)Export("nvmlDeviceGetTotalEnergyConsumption");
        fixed (ulong* value = &millijoules)
        {
            return function == null ? NvmlReturn.FunctionNotFound : function(device, value);
        }
    }

    /// <summary>Power drawn, in mW.</summary>
    public NvmlReturn Power(nint device, out uint milliwatts) =>
        Number("nvmlDeviceGetPowerUsage", device, out milliwatts);

    /// <summary>The lowest of all power limits in force, in mW.</summary>
    public NvmlReturn PowerLimit(nint device, out uint milliwatts) =>
        Number("nvmlDeviceGetEnforcedPowerLimit", device, out milliwatts);

    public NvmlReturn PcieGeneration(nint device, out uint generation) =>
        Number("nvmlDeviceGetCurrPcieLinkGeneration", device, out generation);

    public NvmlReturn PcieLanes(nint device, out uint lanes) =>
        Number("nvmlDeviceGetCurrPcieLinkWidth", device, out lanes);

    /// <summary>Whether memory errors are corrected now; what is set for the next boot is left aside.</summary>
    public NvmlReturn Ecc(nint device, out bool enabled)
    {
        uint current = 0;
        uint pending = 0;
        var function = (delegate* unmanaged<nint, uint*, uint*, NvmlReturn>)Export("nvmlDeviceGetEccMode");
        var status = function == null ? NvmlReturn.FunctionNotFound : function(device, &current, &pending);
        enabled = current != 0;
        return status;
    }

    /// <summary>Whether a screen is lit by the device.</summary>
    public NvmlReturn DisplayActive(nint device, out bool active)
    {
        var status = Number("nvmlDeviceGetDisplayActive", device, out var state);
        active = state != 0;
        return status;
    }

    public NvmlReturn ComputeCapability(nint device, out int major, out int minor)
    {
        major = minor = 0;
        var function = (delegate* unmanaged<nint, int*, int*, NvmlReturn>)Export("nvmlDeviceGetCudaComputeCapability");
        fixed (int* first = &major)
        fixed (int* second = &minor)
        {
            return function == null ? NvmlReturn.FunctionNotFound : function(device, first, second);
        }
    }

    /// <summary>Why the clock is held back, as bits. Drivers before 535 know the call under its older name only.</summary>
    public NvmlReturn ThrottleReasons(nint device, out ulong bits)
    {
        bits = 0;
        var function = Export("nvmlDeviceGetCurrentClocksEventReasons");
        function = function == null ? Export("nvmlDeviceGetCurrentClocksThrottleReasons") : function;
        fixed (ulong* value = &bits)
        {
            return function == null
                ? NvmlReturn.FunctionNotFound
                : ((delegate* unmanaged<nint, ulong*, NvmlReturn>)function)(device, value);
        }
    }

    /// <summary>
    /// Uncorrected memory errors since the driver was loaded (NVML_MEMORY_ERROR_TYPE_UNCORRECTED = 1,
    /// NVML_VOLATILE_ECC = 0).
    /// </summary>
    public NvmlReturn UncorrectedErrors(nint device, out ulong errors)
    {
        errors = 0;
        var function = (delegate* unmanaged<nint, uint, uint, ulong*, NvmlReturn>)Export("nvmlDeviceGetTotalEccErrors");
        fixed (ulong* value = &errors)
        {
            return function == null ? NvmlReturn.FunctionNotFound : function(device, 1, 0, value);
        }
    }

    /// <summary>Processes with a compute context on the device. Version 3 is version 2 with clearer rules for MIG.</summary>
    public NvmlReturn ComputeProcesses(nint device, Span<NvmlProcess> processes, out int count)
    {
        var function = Export("nvmlDeviceGetComputeRunningProcesses_v3");
        function = function == null ? Export("nvmlDeviceGetComputeRunningProcesses_v2") : function;
        count = 0;
        if (function == null)
        {
            return NvmlReturn.FunctionNotFound;
        }
        var size = (uint)processes.Length;
        fixed (NvmlProcess* first = processes)
        {
            var status = ((delegate* unmanaged<nint, uint*, NvmlProcess*, NvmlReturn>)function)(device, &size, first);
            count = status == NvmlReturn.Success ? (int)size : 0;
            return status;
        }
    }

    /// <summary>Ends this use of the library; NVML counts uses itself.</summary>
    public void Dispose()
    {
        var function = (delegate* unmanaged<NvmlReturn>)Export("nvmlShutdown");
        if (function != null)
        {
            _ = function();
        }
        NativeLibrary.Free(library);
    }

    private static string Text(byte* buffer) => Marshal.PtrToStringUTF8((nint)buffer) ?? "";

    private NvmlReturn Init()
    {
        var function = (delegate* unmanaged<NvmlReturn>)Export("nvmlInit_v2");
        return function == null ? NvmlReturn.FunctionNotFound : function();
    }

    private NvmlReturn Number(string name, nint device, out uint number)
    {
        number = 0;
        var function = (delegate* unmanaged<nint, uint*, NvmlReturn>)Export(name);
        fixed (uint* value = &number)
        {
            return function == null ? NvmlReturn.FunctionNotFound : function(device, value);
        }
    }

    private NvmlReturn Number(string name, nint device, uint selector, out uint number)
    {
        number = 0;
        var function = (delegate* unmanaged<nint, uint, uint*, NvmlReturn>)Export(name);
        fixed (uint* value = &number)
        {
            return function == null ? NvmlReturn.FunctionNotFound : function(device, selector, value);
        }
    }

    private void* Export(string name) =>
        NativeLibrary.TryGetExport(library, name, out var address) ? (void*)address : null;
}
