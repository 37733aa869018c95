using System.Collections.Immutable;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;
using Laptime.Probe.Machines;

namespace Laptime.Probe.Gpus;

/// <summary>Reads NVIDIA GPUs through NVML.</summary>
internal static class GpuReader
{
    /// <summary>All GPUs that this process may use, with the driver's version; none without a driver.</summary>
    public static (ImmutableArray<GpuFacts> Gpus, string? Driver) Read(Machine machine)
    {
        using var nvml = NvmlLibrary.TryOpen(machine.NvmlNames, out var reason);
        if (nvml is null)
        {
            if (IsPresent(machine.Files))
            {
                machine.Unreadable.Add("gpus", $"An NVIDIA GPU is in this machine, but {reason}");
            }
            return ([], null);
        }
        var driver = nvml.DriverVersion(out var version) == NvmlReturn.Success ? version : null;
        var status = nvml.Count(out var count);
        if (status != NvmlReturn.Success)
        {
            machine.Unreadable.Add("gpus", $"Counting GPUs failed: {nvml.Words(status)}");
        }
        var gpus = ImmutableArray.CreateBuilder<GpuFacts>();
        for (var index = 0; index < count; index++)
        {
            gpus.Add(new Device(nvml, index, machine.Unreadable).Read());
        }
        return (gpus.ToImmutable(), driver);
    }

    /// <summary>The kernel shows the PCI bus to containers too, with GPUs that they may not use.</summary>
    private static bool IsPresent(MachineFiles files) =>
        files.Exists("/proc/driver/nvidia/version")
        || files
            .Names("/sys/bus/pci/devices")
            .Select(slot => $"/sys/bus/pci/devices/{slot}")
            .Any(slot =>
                files.ReadIfThere($"{slot}/vendor", null) == "0x10de"
                && files.ReadIfThere($"{slot}/class", null)?.StartsWith("0x03", StringComparison.Ordinal) == true
            );

    private sealed class Device(NvmlLibrary nvml, int index, UnreadableFacts unreadable)
    {
        public GpuFacts Read()
        {
            var status = nvml.Device((uint)index, out var gpu);
            if (status != NvmlReturn.Success)
            {
                unreadable.Add($"gpu{index}", $"It cannot be opened: {nvml.Words(status)}");
                return new GpuFacts
                {
                    Index = index,
                    Name = "unknown",
                    ThrottleReasons = [],
                };
            }
            var memory = Known("memory", nvml.Memory(gpu, out var bytes), bytes);
            return new GpuFacts
            {
                Index = index,
                Name = nvml.Name(gpu, out var name) == NvmlReturn.Success ? name : "unknown",
                Memory = memory is { } all ? new Bytes((long)all.Total) : null,
                MemoryUsed = memory is { } part ? new Bytes((long)part.Used) : null,
                SmHertz = Known("clock", nvml.Clock(gpu, NvmlClock.Sm, out var sm), sm) * 1e6,
                SmMaximumHertz = Known("maximum_clock", nvml.MaximumClock(gpu, NvmlClock.Sm, out var top), top) * 1e6,
                MemoryMaximumHertz =
                    Known("memory_clock", nvml.MaximumClock(gpu, NvmlClock.Memory, out var fast), fast) * 1e6,
                PowerLimitWatts = Known("power_limit", nvml.PowerLimit(gpu, out var limit), limit) / 1e3,
                Celsius = Known("temperature", nvml.Temperature(gpu, out var celsius), celsius),
                PcieGeneration = (int?)Known("pcie", nvml.PcieGeneration(gpu, out var generation), generation),
                PcieLanes = (int?)Known("pcie", nvml.PcieLanes(gpu, out var lanes), lanes),
                Ecc = Known("ecc", nvml.Ecc(gpu, out var ecc), ecc),
                DrivesDisplay = Known("display", nvml.DisplayActive(gpu, out var display), display),
                ComputeCapability = Known(
                    "compute_capability",
                    nvml.ComputeCapability(gpu, out var major, out var minor),
                    major
                )
                    is null
                    ? null
                    : $"{major}.{minor}",
                ThrottleReasons = Known("throttle_reasons", nvml.ThrottleReasons(gpu, out var bits), bits)
                    is { } reasons
                    ? ThrottleReasons.Of(reasons)
                    : [],
            };
        }

        /// <summary>
        /// The value, if the call got it; null otherwise. What the device or driver does not offer is no failure.
        /// </summary>
        private T? Known<T>(string fact, NvmlReturn status, T value)
            where T : struct
        {
            if (status == NvmlReturn.Success)
            {
                return value;
            }
            if (status is not (NvmlReturn.NotSupported or NvmlReturn.FunctionNotFound))
            {
                unreadable.Add($"gpu{index}.{fact}", nvml.Words(status));
            }
            return null;
        }
    }
}
