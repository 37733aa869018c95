using Laptime.Core.Cases;
using Laptime.Torch.Interop;

namespace Laptime.Torch.Autograd;

/// <summary>
/// Automatic mixed precision on this thread: matrix products and convolutions in a short type, what needs it in single
/// precision. Ends with <c>using</c>, which also drops the short copies of the weights.
/// </summary>
public readonly ref struct Autocast : IDisposable
{
    private readonly int deviceType;

    private Autocast(int deviceType) => this.deviceType = deviceType;

    /// <summary>Enters it.</summary>
    /// <param name="device">Device whose operators it governs.</param>
    /// <param name="type"><see cref="DType.BFloat16"/> or <see cref="DType.Float16"/>; null enters nothing.</param>
    public static Autocast Enter(DeviceName device, DType? type)
    {
        if (type is null)
        {
            return new Autocast(-1);
        }
        Native.Check(LaptimeTorch.lt_autocast_enter((int)device.Kind, (int)type.Value));
        return new Autocast((int)device.Kind);
    }

    /// <summary>Leaves it.</summary>
    public void Dispose()
    {
        if (deviceType >= 0)
        {
            Native.Check(LaptimeTorch.lt_autocast_leave(deviceType));
        }
    }
}
