using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// Spatially adaptive normalisation (Park et al. 2019): an instance norm without parameters, whose scale and shift at
/// each pixel are computed from a map: norm(x) · (1 + γ(map)) + β(map).
/// </summary>
internal sealed class SpadeNorm : Module
{
    private const int Hidden = 128;
    private const double Epsilon = 1e-5;

    private readonly Conv2d shared;
    private readonly Conv2d scale;
    private readonly Conv2d shift;

    /// <summary>Of <paramref name="channels"/>, by a map of three.</summary>
    internal SpadeNorm(int channels)
    {
        shared = Add("shared", new Conv2d(3, Hidden, (5, 5), bias: true));
        scale = Add("gamma", new Conv2d(Hidden, channels, (5, 5), bias: true));
        shift = Add("beta", new Conv2d(Hidden, channels, (5, 5), bias: true));
    }

    /// <summary>Takes <paramref name="x"/> over; <paramref name="map"/> of any size is borrowed.</summary>
    internal Tensor Forward(Tensor x, Tensor map)
    {
        long[] shape = x.Shape;
        var hidden = shared.Forward(Ops.ResizeNearest(map, [shape[2], shape[3]]));
        Ops.ReluInPlace(hidden);
        using var gamma = scale.Forward(hidden.Share());
        using var beta = shift.Forward(hidden);
        Ops.AddScalarInPlace(gamma, 1.0);
        using var normal = Ops.InstanceNorm(x.Move(), Argument.None, Argument.None, Epsilon);
        return Ops.AddProduct(beta, normal, gamma);
    }
}
