using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>What several networks of AI-Benchmark share: how they read pictures.</summary>
internal static class Bricks
{
    /// <summary>2 · (x / 255 − ½): pixel values to −1 … 1.</summary>
    internal static Tensor Centred(Tensor pixels)
    {
        var x = Ops.Multiply(pixels.Move(), 2 / 255.0);
        Ops.AddScalarInPlace(x, -1.0);
        return x;
    }

    /// <summary>Pixel values less the mean of their channel over ImageNet: 103.939, 116.779 and 123.68.</summary>
    internal static Tensor LessMeans(Tensor pixels)
    {
        const double First = 103.939;
        var x = Ops.AddScalar(pixels.Move(), -First);
        using var second = Ops.Select(x, 1, 1);
        Ops.AddScalarInPlace(second, First - 116.779);
        using var third = Ops.Select(x, 1, 2);
        Ops.AddScalarInPlace(third, First - 123.68);
        return x;
    }
}
