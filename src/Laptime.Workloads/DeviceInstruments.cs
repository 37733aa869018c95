using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Torch.Devices;

namespace Laptime.Workloads;

/// <summary>What a workload asks of the device that it runs on: to wait, its clock, its memory.</summary>
internal sealed class DeviceInstruments : IDisposable
{
    private readonly Device device;
    private readonly DeviceClock? clock;

    /// <summary>Of a device that is there.</summary>
    public DeviceInstruments(DeviceName name)
    {
        device = new Device(name);
        clock = DeviceClock.TryOpen(name);
    }

    /// <summary>Returns once all work enqueued so far is done.</summary>
    public void Synchronize() => device.Synchronize();

    /// <summary>Marks the start of a block on the device's own clock, where it has one.</summary>
    public void MarkBlockStart() => clock?.MarkStart();

    /// <summary>Device time since <see cref="MarkBlockStart"/>; null where the device has no clock of its own.</summary>
    public Seconds? ReadBlockTime()
    {
        if (clock is null)
        {
            return null;
        }
        clock.MarkEnd();
        Synchronize();
        return clock.Read();
    }

    /// <summary>Memory of the device's allocator.</summary>
    public WorkloadMemory ReadMemory()
    {
        if (device.Name.IsCpu)
        {
            var cpu = CpuMemory.Read();
            return cpu.Reserved.Value == 0 ? default : new WorkloadMemory(cpu.Reserved, cpu.Peak);
        }
        return device.ReadMemory() is { } memory ? new WorkloadMemory(memory.Reserved, memory.Peak) : default;
    }

    /// <inheritdoc />
    public void Dispose() => clock?.Dispose();
}
