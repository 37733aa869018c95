using System.Diagnostics;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Devices;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads;

/// <summary>Brings a device to its working temperature: matrix products for its arithmetic, additions for its memory.</summary>
public sealed class ThermalLoad : IDisposable
{
    private const int ProcessorSide = 1024;
    private const int GpuSide = 8192;

    private readonly Device device;
    private readonly Tensor a;
    private readonly Tensor b;

    /// <summary>On a device.</summary>
    public ThermalLoad(DeviceName name)
    {
        device = new Device(name);
        int side = name.IsCpu ? ProcessorSide : GpuSide;
        using var grad = GradMode.Off();
        a = Ops.Empty([side, side], DType.Float32, name).Keep();
        b = Ops.Empty([side, side], DType.Float32, name).Keep();
        Ops.NormalInPlace(a, 0, 1);
        Ops.NormalInPlace(b, 0, 1);
    }

    /// <summary>Loads the device for about <paramref name="duration"/>, at least one round; returns rounds per second.</summary>
    public double Run(Seconds duration)
    {
        using var grad = GradMode.Off();
        int rounds = 0;
        var time = Stopwatch.StartNew();
        do
        {
            using var product = Ops.MatMul(a, b);
            using var sum = Ops.Add(product, b);
            device.Synchronize();
            rounds++;
        } while (time.Elapsed.TotalSeconds < duration.Value);
        return rounds / time.Elapsed.TotalSeconds;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        a.Dispose();
        b.Dispose();
    }
}
