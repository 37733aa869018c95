using Laptime.Core.Cases;
using Laptime.Core.Roofs;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Devices;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Roofs;

/// <summary>a = b + s · c on a GPU, one operator over three arrays of 1 GiB, far beyond any cache; counted as STREAM does.</summary>
public sealed class DeviceTriad : IRoofLoad
{
    private const long Count = 1L << 28;
    private const double Scalar = 3;

    private readonly Operator add = Operator.Find("aten::add", "out");
    private readonly Device device;
    private readonly Tensor a;
    private readonly Tensor b;
    private readonly Tensor c;

    /// <summary>Makes the arrays.</summary>
    /// <exception cref="TorchException">The device has less than 3 GiB free.</exception>
    public DeviceTriad(DeviceName name)
    {
        device = new Device(name);
        a = Ops.Zeros([Count], DType.Float32, name);
        b = Ops.Zeros([Count], DType.Float32, name);
        c = Ops.Zeros([Count], DType.Float32, name);
        Ops.NormalInPlace(b, 0, 1);
        Ops.NormalInPlace(c, 0, 1);
    }

    /// <summary>Two elements of four bytes read, one written.</summary>
    public double Amount => 3.0 * sizeof(float) * Count;

    /// <inheritdoc />
    public string Method => "one operator, 3 arrays of 1 GiB";

    /// <inheritdoc />
    public void Run(int times)
    {
        using var grad = GradMode.Off();
        for (int i = 0; i < times; i++)
        {
            add.Run(b, c, Scalar, a);
        }
        device.Synchronize();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        a.Dispose();
        b.Dispose();
        c.Dispose();
    }
}
