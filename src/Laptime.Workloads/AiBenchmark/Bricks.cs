using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>What several networks of AI-Benchmark share: how they read pictures, how they start, how they end.</summary>
internal static class Bricks
{
    /// <summary>Gain of a convolution before a tanh: it starts where the tanh bends, not where it is flat.</summary>
    internal const double IntoTanh = 0.5;

    /// <summary>
    /// Gain with which a convolution and a ReLU keep the mean square of values: the deviation becomes √(2 / values
    /// that go into an output) (He et al. 2015, "forward").
    /// </summary>
    internal static double Keeping(int inputs, int outputs) => Math.Sqrt((double)outputs / inputs);

    /// <summary>2 · (x / 255 − ½): pixel values to −1 … 1.</summary>
    internal static Tensor Centred(Tensor pixels)
    {
        var x = Ops.Multiply(pixels.Move(), 2 / 255.0);
        Ops.AddScalarInPlace(x, -1.0);
        return x;
    }

    /// <summary>x / 255: pixel values to 0 … 1.</summary>
    internal static Tensor ToUnit(Tensor pixels) => Ops.Multiply(pixels.Move(), 1 / 255.0);

    /// <summary>255 · (0.58 · tanh(x) + ½): about pixel values.</summary>
    internal static Tensor TanhPixels(Tensor x)
    {
        var pixels = Ops.Multiply(Ops.Tanh(x.Move()).Move(), 255 * 0.58);
        Ops.AddScalarInPlace(pixels, 127.5);
        return pixels;
    }

    /// <summary>max(x, 0), in place.</summary>
    internal static Tensor Relu(Tensor x)
    {
        Ops.ReluInPlace(x);
        return x;
    }

    /// <summary>Convolution with a square kernel and bias that keeps height and width and, up to the gain, the mean square.</summary>
    internal static Conv2d Convolution(int inputs, int outputs, int kernel, double gain = 1) =>
        new(inputs, outputs, (kernel, kernel), bias: true, gain: gain * Keeping(inputs, outputs));

    /// <summary>
    /// Classifier: a 1×1 convolution with bias on the mean of each plane. Max pools have made values larger; the gain
    /// keeps the scores where a softmax does not saturate.
    /// </summary>
    internal static Conv2d Head(int inputs, int classes) => Convolution(inputs, classes, 1, gain: 0.5);

    /// <summary>Softmax of scores [batch, classes, 1, 1].</summary>
    internal static Tensor Probabilities(Tensor scores) => Ops.Softmax(Ops.Flatten(scores.Move(), 1).Move(), 1);

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
