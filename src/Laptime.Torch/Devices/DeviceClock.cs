using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Torch.Interop;

namespace Laptime.Torch.Devices;

/// <summary>Two points on a device's own clock, about 0.5 µs apart at best.</summary>
public sealed class DeviceClock : IDisposable
{
    private readonly DeviceName device;
    private nint start;
    private nint end;

    private DeviceClock(DeviceName device) => this.device = device;

    /// <summary>The clock of a device; null if it has none that this build of the adapter can read.</summary>
    public static DeviceClock? TryOpen(DeviceName device)
    {
        var clock = new DeviceClock(device);
        if (!device.IsCpu && LaptimeTorch.lt_event_record((int)device.Kind, device.Index, ref clock.start) == 0)
        {
            return clock;
        }
        clock.Dispose();
        return null;
    }

    /// <summary>Marks the start, behind the work enqueued so far.</summary>
    public void MarkStart() => Native.Check(LaptimeTorch.lt_event_record((int)device.Kind, device.Index, ref start));

    /// <summary>Marks the end, behind the work enqueued so far.</summary>
    public void MarkEnd() => Native.Check(LaptimeTorch.lt_event_record((int)device.Kind, device.Index, ref end));

    /// <summary>Time between the marks; the device must be synchronized.</summary>
    public Seconds Read()
    {
        Native.Check(LaptimeTorch.lt_event_elapsed(start, end, out double seconds));
        return new Seconds(seconds);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        LaptimeTorch.lt_event_free(start);
        LaptimeTorch.lt_event_free(end);
        start = end = 0;
    }
}
