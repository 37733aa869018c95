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
}
