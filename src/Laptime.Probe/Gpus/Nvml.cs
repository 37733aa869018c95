using System.Runtime.InteropServices;

namespace Laptime.Probe.Gpus;

/// <summary>How an NVML call ended (nvmlReturn_t of nvml.h, API version 12); only the values that are told apart.</summary>
internal enum NvmlReturn
{
    Success = 0,
    NotSupported = 3,
    InsufficientSize = 7,
    FunctionNotFound = 13,
}

/// <summary>Clock domains (nvmlClockType_t).</summary>
internal enum NvmlClock
{
    Sm = 1,
    Memory = 2,
}

/// <summary>Memory of a device in bytes (nvmlMemory_t).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlMemory
{
    public ulong Total;
    public ulong Free;
    public ulong Used;
}

/// <summary>Use of a device in percent of time (nvmlUtilization_t).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlUtilization
{
    public uint Gpu;
    public uint Memory;
}

/// <summary>A process on a device, as versions 2 and 3 of the call return it (nvmlProcessInfo_v2_t).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlProcess
{
    public uint Pid;
    public ulong UsedGpuMemory;
    public uint GpuInstanceId;
    public uint ComputeInstanceId;
}
