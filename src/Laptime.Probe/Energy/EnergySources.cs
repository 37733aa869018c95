using System.Collections.Immutable;
using Laptime.Core.Trials;
using Laptime.Probe.Gpus;

namespace Laptime.Probe.Energy;

/// <summary>The energy counters of a machine, and why there are no others.</summary>
/// <param name="Counters">Those that can be read, one for each boundary.</param>
/// <param name="Missing">Boundaries without one, each with a reason.</param>
public sealed record EnergySources(
    ImmutableArray<IEnergyCounter> Counters,
    ImmutableArray<(string Boundary, string Reason)> Missing
)
{
    /// <summary>Finds those of this machine.</summary>
    /// <param name="gpu">The measured GPU; null if there is none or it cannot be asked.</param>
    /// <param name="noGpuReason">Why a GPU cannot be asked; null if none is measured.</param>
    /// <param name="root">Directory in which sys lies; a recorded tree in tests.</param>
    public static EnergySources Find(NvmlTelemetry? gpu, string? noGpuReason, string root = "/")
    {
        var counters = ImmutableArray.CreateBuilder<IEnergyCounter>();
        var missing = ImmutableArray.CreateBuilder<(string, string)>();
        if (gpu?.TryOpenEnergy(out noGpuReason) is { } energy)
        {
            counters.Add(energy);
        }
        else if (noGpuReason is not null)
        {
            missing.Add((NvmlEnergy.GpuBoundary, noGpuReason));
        }
        if (PackageEnergy.TryOpen(root, out string? reason) is { } package)
        {
            counters.Add(package);
        }
        else
        {
            missing.Add((PackageEnergy.PackageBoundary, reason!));
        }
        return new EnergySources(counters.ToImmutable(), missing.ToImmutable());
    }
}
