using Laptime.Core.Cases;
using Laptime.Core.Platforms;

namespace Laptime.Cli.Running;

/// <summary>What a run uses unless the user says otherwise.</summary>
/// <param name="Device">The first GPU if libtorch was built for CUDA and there is one, else the processor.</param>
/// <param name="Threads">One for each physical core that may be used: libtorch gains nothing from a core's second thread.</param>
internal sealed record PlatformDefaults(DeviceName Device, int Threads)
{
    public static PlatformDefaults Of(PlatformFacts facts)
    {
        int usable = facts.Cpu.LogicalProcessors;
        if (facts.Cpu.CgroupQuota is { } quota)
        {
            usable = Math.Min(usable, Math.Max(1, (int)quota));
        }
        bool hasGpu = facts.Engine?.Cuda is not null && !facts.Gpus.IsEmpty;
        return new PlatformDefaults(
            hasGpu ? new DeviceName(DeviceKind.Cuda, 0) : DeviceName.Cpu,
            Math.Min(usable, facts.Cpu.PhysicalCores ?? usable)
        );
    }
}
