using Laptime.Torch.Tensors;

namespace Laptime.Torch.Operators;

/// <content>Operators of networks that make pictures: [batch, channels, height, width] in and out.</content>
public static partial class Ops
{
    private static readonly Operator ConvTranspose2dOp = Operator.Find("aten::conv_transpose2d", "input");
    private static readonly Operator InstanceNormOp = Operator.Find("aten::instance_norm");
    private static readonly Operator AveragePool2dOp = Operator.Find("aten::avg_pool2d");
    private static readonly Operator ResizeBilinearOp = Operator.Find("aten::upsample_bilinear2d");
    private static readonly Operator ResizeNearestOp = Operator.Find("aten::upsample_nearest2d");
    private static readonly Operator PixelShuffleOp = Operator.Find("aten::pixel_shuffle");
    private static readonly Operator PadOp = Operator.Find("aten::constant_pad_nd");
    private static readonly Operator LeakyReluInPlaceOp = Operator.Find("aten::leaky_relu_");
    private static readonly Operator SigmoidOp = Operator.Find("aten::sigmoid");
    private static readonly Operator SubtractOp = Operator.Find("aten::sub", "Tensor");
    private static readonly Operator AddScalarOp = Operator.Find("aten::add", "Scalar");
    private static readonly Operator MultiplyTensorInPlaceOp = Operator.Find("aten::mul_", "Tensor");
    private static readonly Operator SquaredErrorOp = Operator.Find("aten::mse_loss");
    private static readonly Operator NarrowOp = Operator.Find("aten::narrow");

    /// <summary>Transposed convolution: <paramref name="weight"/> is [inputs, outputs, height, width].</summary>
    public static Tensor ConvTranspose2d(Argument x, Argument weight, Argument bias, long[] stride) =>
        ConvTranspose2dOp.Call(x, weight, bias, stride);

    /// <summary>Normalises each channel of each picture by itself; scale and shift may be none.</summary>
    public static Tensor InstanceNorm(Argument x, Argument weight, Argument bias, double eps) =>
        InstanceNormOp.Call(x, weight, bias, Argument.None, Argument.None, true, 0.0, eps, true);

    /// <summary>Mean of each window, without padding.</summary>
    public static Tensor AveragePool2d(Argument x, long[] kernel, long[] stride) =>
        AveragePool2dOp.Call(x, kernel, stride);

    /// <summary>Mean of each window; of one that reaches outside, of what lies inside.</summary>
    public static Tensor AveragePool2d(Argument x, long[] kernel, long[] stride, long[] padding) =>
        AveragePool2dOp.Call(x, kernel, stride, padding, false, false);

    /// <summary>Another height and width, bilinear.</summary>
    /// <param name="x">Pictures.</param>
    /// <param name="size">Height and width.</param>
    /// <param name="alignCorners">Whether the centres of the corner pixels stay where they are.</param>
    public static Tensor ResizeBilinear(Argument x, long[] size, bool alignCorners) =>
        ResizeBilinearOp.Call(x, size, alignCorners);

    /// <summary>Another height and width, each pixel that of the nearest.</summary>
    public static Tensor ResizeNearest(Argument x, long[] size) => ResizeNearestOp.Call(x, size);

    /// <summary>Channels in groups of factor² become squares of pixels.</summary>
    public static Tensor PixelShuffle(Argument x, int factor) => PixelShuffleOp.Call(x, factor);

    /// <summary>Adds zeros around: <paramref name="edges"/> is left, right, top, bottom.</summary>
    public static Tensor Pad(Argument x, long[] edges) => PadOp.Call(x, edges);

    /// <summary>x = x or, below 0, slope · x.</summary>
    public static void LeakyReluInPlace(Argument x, double slope) => LeakyReluInPlaceOp.Run(x, slope);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static Tensor Sigmoid(Argument x) => SigmoidOp.Call(x);

    /// <summary>Σ (a − b)² over all elements.</summary>
    public static Tensor SumOfSquaredErrors(Argument a, Argument b)
    {
        const int Sum = 2; // at::Reduction
        return SquaredErrorOp.Call(a, b, Sum);
    }

    /// <summary>a − b.</summary>
    public static Tensor Subtract(Argument a, Argument b) => SubtractOp.Call(a, b);

    /// <summary>a + number.</summary>
    public static Tensor AddScalar(Argument a, double number) => AddScalarOp.Call(a, number);

    /// <summary>a *= b, element by element.</summary>
    public static void MultiplyInPlace(Argument a, Argument b) => MultiplyTensorInPlaceOp.Run(a, b);

    /// <summary><paramref name="length"/> slices of a dimension from <paramref name="start"/> on; a view.</summary>
    public static Tensor Narrow(Argument x, int dimension, long start, long length) =>
        NarrowOp.Call(x, dimension, start, length);

    /// <summary>Tensors one after the other along a dimension; they are taken over.</summary>
    public static Tensor Join(int dimension, params ReadOnlySpan<Tensor> tensors)
    {
        using var list = new TensorList(tensors.ToArray());
        var joined = Concatenate(list, dimension);
        foreach (var tensor in tensors)
        {
            tensor.Dispose();
        }
        return joined;
    }
}
