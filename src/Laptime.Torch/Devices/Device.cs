using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Torch.Interop;

namespace Laptime.Torch.Devices;

/// <summary>A compute device of this process.</summary>
/// <param name="name">Which.</param>
public sealed class Device(DeviceName name)
{
    /// <summary>Which.</summary>
    public DeviceName Name => name;

    /// <summary>Number of devices of a kind that this libtorch can use; 0 without a working driver.</summary>
    public static int Count(DeviceKind kind) => LaptimeTorch.lt_device_count((int)kind);

    /// <summary>Returns once all work enqueued on the current stream is done.</summary>
    public void Synchronize() => Native.Check(LaptimeTorch.lt_synchronize((int)name.Kind, name.Index));

    /// <summary>Memory in use now, at most so far, and taken from the driver; null where this build keeps no count.</summary>
    public (Bytes Allocated, Bytes Peak, Bytes Reserved)? ReadMemory() =>
        LaptimeTorch.lt_memory((int)name.Kind, name.Index, out long allocated, out long peak, out long reserved) == 0
            ? (new Bytes(allocated), new Bytes(peak), new Bytes(reserved))
            : null;
}
