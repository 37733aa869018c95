using Laptime.Core.Roofs;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Devices;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Roofs;

/// <summary>Copies of 256 MiB between main memory and a device, one after the other.</summary>
public sealed class DeviceCopy : IRoofLoad
{
    private const long Size = 256L << 20;

    private readonly Operator copy = Operator.Find("aten::copy_");
    private readonly Device device;
    private readonly bool isPinned;
    private readonly Tensor source;
    private readonly Tensor target;

    /// <summary>Makes both ends.</summary>
    /// <exception cref="TorchException">There is not enough memory.</exception>
    public DeviceCopy(RoofSubject subject)
    {
        device = new Device(subject.Device);
        isPinned = subject.Variant is RoofSubject.ToDevicePinned or RoofSubject.FromDevicePinned;
        Tensor host = isPinned ? Ops.EmptyPinned([Size], DType.UInt8) : Ops.Empty([Size], DType.UInt8);
        Ops.RandomInPlace(host, 0, 256);
        Tensor far = Ops.To(host, subject.Device, DType.UInt8);
        bool goesOut = subject.Variant is RoofSubject.ToDevice or RoofSubject.ToDevicePinned;
        (source, target) = goesOut ? (host, far) : (far, host);
    }

    /// <inheritdoc />
    public double Amount => Size;

    /// <inheritdoc />
    public string Method => $"256 MiB, {(isPinned ? "pinned" : "pageable")} memory";

    /// <inheritdoc />
    public void Run(int times)
    {
        using var grad = GradMode.Off();
        for (int i = 0; i < times; i++)
        {
            copy.Run(target, source, isPinned);
        }
        device.Synchronize();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        source.Dispose();
        target.Dispose();
    }
}
