using Laptime.Core.Trials;
using Laptime.Probe.Gpus;

namespace Laptime.Probe.Energy;

/// <summary>Energy of one GPU with its board and memory since its driver was loaded, as NVML counts it from Volta on.</summary>
internal sealed class NvmlEnergy(NvmlLibrary nvml, nint device) : IEnergyCounter
{
    /// <summary>The board of the GPU.</summary>
    public const string GpuBoundary = "gpu";

    private const double PerMillijoule = 1e-3;

    /// <inheritdoc />
    public string Boundary => GpuBoundary;

    /// <inheritdoc />
    public double? ReadJoules() =>
        nvml.TotalEnergy(device, out ulong millijoules) == NvmlReturn.Success ? millijoules * PerMillijoule : null;
}
