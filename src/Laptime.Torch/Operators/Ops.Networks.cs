using Laptime.Torch.Tensors;

namespace Laptime.Torch.Operators;

/// <content>Operators of neural networks.</content>
public static partial class Ops
{
    private static readonly Operator Conv2dOp = Operator.Find("aten::conv2d");
    private static readonly Operator LinearOp = Operator.Find("aten::linear");
    private static readonly Operator EmbeddingOp = Operator.Find("aten::embedding");
    private static readonly Operator BatchNormOp = Operator.Find("aten::batch_norm");
    private static readonly Operator LayerNormOp = Operator.Find("aten::layer_norm");
    private static readonly Operator DropoutOp = Operator.Find("aten::dropout");
    private static readonly Operator ReluOp = Operator.Find("aten::relu");
    private static readonly Operator ReluInPlaceOp = Operator.Find("aten::relu_");
    private static readonly Operator Relu6InPlaceOp = Operator.Find("aten::hardtanh_");
    private static readonly Operator GeluOp = Operator.Find("aten::gelu");
    private static readonly Operator TanhOp = Operator.Find("aten::tanh");
    private static readonly Operator SoftmaxOp = Operator.Find("aten::softmax", "int");
    private static readonly Operator MaxPool2dOp = Operator.Find("aten::max_pool2d");
    private static readonly Operator AdaptiveAveragePool2dOp = Operator.Find("aten::adaptive_avg_pool2d");
    private static readonly Operator AdaptiveMaxPool2dOp = Operator.Find("aten::adaptive_max_pool2d");
    private static readonly Operator CrossEntropyOp = Operator.Find("aten::cross_entropy_loss");
    private static readonly Operator MeanSquaredErrorOp = Operator.Find("aten::mse_loss");
    private static readonly Operator? AttentionOp = Operator.TryFind("aten::scaled_dot_product_attention");

    /// <summary>Whether this libtorch has attention as one operator (2.0 and later).</summary>
    public static bool HasAttention => AttentionOp is not null;

    /// <summary>Two-dimensional convolution of [batch, channels, height, width].</summary>
    public static Tensor Conv2d(
        Argument x,
        Argument weight,
        Argument bias,
        long[] stride,
        long[] padding,
        long[] dilation,
        int groups
    ) => Conv2dOp.Call(x, weight, bias, stride, padding, dilation, groups);

    /// <summary>x · weightᵀ + bias.</summary>
    public static Tensor Linear(Argument x, Argument weight, Argument bias) => LinearOp.Call(x, weight, bias);

    /// <summary>Rows of <paramref name="weight"/> by index.</summary>
    public static Tensor Embedding(Argument weight, Argument indices) => EmbeddingOp.Call(weight, indices);

    /// <summary>Normalises each channel over the batch, or with the stored statistics.</summary>
    public static Tensor BatchNorm(
        Argument x,
        Argument weight,
        Argument bias,
        Argument mean,
        Argument variance,
        bool training,
        double momentum,
        double eps
    ) => BatchNormOp.Call(x, weight, bias, mean, variance, training, momentum, eps, true);

    /// <summary>Normalises over the trailing dimensions <paramref name="shape"/>.</summary>
    public static Tensor LayerNorm(Argument x, long[] shape, Argument weight, Argument bias, double eps) =>
        LayerNormOp.Call(x, shape, weight, bias, eps);

    /// <summary>Zeroes elements with probability <paramref name="p"/> in training and scales up the rest.</summary>
    public static Tensor Dropout(Argument x, double p, bool training) => DropoutOp.Call(x, p, training);

    /// <summary>max(x, 0).</summary>
    public static Tensor Relu(Argument x) => ReluOp.Call(x);

    /// <summary>x = max(x, 0).</summary>
    public static void ReluInPlace(Argument x) => ReluInPlaceOp.Run(x);

    /// <summary>x = min(max(x, 0), 6).</summary>
    public static void Relu6InPlace(Argument x) => Relu6InPlaceOp.Run(x, 0.0, 6.0);

    /// <summary>x · Φ(x), with the exact error function.</summary>
    public static Tensor Gelu(Argument x) => GeluOp.Call(x);

    /// <summary>Hyperbolic tangent.</summary>
    public static Tensor Tanh(Argument x) => TanhOp.Call(x);

    /// <summary>Softmax over a dimension.</summary>
    public static Tensor Softmax(Argument x, int dimension) => SoftmaxOp.Call(x, dimension);

    /// <summary>Largest value of each window.</summary>
    public static Tensor MaxPool2d(Argument x, long[] kernel, long[] stride, long[] padding) =>
        MaxPool2dOp.Call(x, kernel, stride, padding);

    /// <summary>Mean over each channel's plane, cut into <paramref name="size"/> parts.</summary>
    public static Tensor AdaptiveAveragePool2d(Argument x, long[] size) => AdaptiveAveragePool2dOp.Call(x, size);

    /// <summary>Largest value of each channel's plane, cut into <paramref name="size"/> parts.</summary>
    public static Tensor AdaptiveMaxPool2d(Argument x, long[] size)
    {
        var results = AdaptiveMaxPool2dOp.CallMany(x, size);
        results[1].Dispose(); // where the largest values are
        return results[0];
    }

    /// <summary>Mean cross-entropy of scores [batch, classes] against class numbers.</summary>
    public static Tensor CrossEntropy(Argument scores, Argument classes) => CrossEntropyOp.Call(scores, classes);

    /// <summary>Mean of the squared differences.</summary>
    public static Tensor MeanSquaredError(Argument a, Argument b) => MeanSquaredErrorOp.Call(a, b);

    /// <summary>softmax(q · kᵀ / √width) · v as one operator; see <see cref="HasAttention"/>.</summary>
    /// <exception cref="NotSupportedException">This libtorch has no such operator.</exception>
    public static Tensor Attention(Argument q, Argument k, Argument v, double dropout) =>
        (AttentionOp ?? throw new NotSupportedException("Attention as one operator needs libtorch 2.0.")).Call(
            q,
            k,
            v,
            Argument.None,
            dropout
        );
}
