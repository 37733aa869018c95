using System.Runtime.Intrinsics.X86;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Nn.Quantized;

/// <summary>libtorch's layers in 8 bits: weights packed for whichever engine the build has (FBGEMM, oneDNN, QNNPACK).</summary>
public static class QuantizedLayers
{
    // The largest magnitude is half a step beyond the largest number, as PyTorch does it for symmetric weights.
    private const float HalfRange = 127.5f;
    private const float Epsilon = 1.1920929e-7f;

    private static readonly Operator? PackConvolutionOp = Operator.TryFind("quantized::conv2d_prepack");
    private static readonly Operator? ConvolutionOp = Operator.TryFind("quantized::conv2d", "new");
    private static readonly Operator? ConvolutionReluOp = Operator.TryFind("quantized::conv2d_relu", "new");
    private static readonly Operator? PackLinearOp = Operator.TryFind("quantized::linear_prepack");
    private static readonly Operator? LinearOp = Operator.TryFind("quantized::linear");
    private static readonly Operator? AddOp = Operator.TryFind("quantized::add");
    private static readonly Operator? AddReluOp = Operator.TryFind("quantized::add_relu");
    private static readonly Operator QuantizeWeightsOp = Operator.Find("aten::quantize_per_channel");
    private static readonly Operator DequantizeOp = Operator.Find("aten::dequantize", "self");

    /// <summary>Whether this libtorch has them all.</summary>
    public static bool AreSupported =>
        PackConvolutionOp is not null
        && ConvolutionOp is not null
        && ConvolutionReluOp is not null
        && PackLinearOp is not null
        && LinearOp is not null
        && AddOp is not null
        && AddReluOp is not null;

    /// <summary>
    /// Whether the processor adds products of 8 bits in 32. Without VNNI, kernels on x86 add pairs of them in 16 bits,
    /// which overflows, unless activations keep to 7 bits.
    /// </summary>
    public static bool AreExact =>
        !X86Base.IsSupported
        || (X86Base.CpuId(7, 0).Ecx & (1 << 11)) != 0 // AVX512_VNNI
        || (X86Base.CpuId(7, 1).Eax & (1 << 4)) != 0; // AVX_VNNI

    /// <summary>The values of a quantized tensor in single precision.</summary>
    public static Tensor Dequantize(Argument x) => DequantizeOp.Call(x);

    /// <summary>The sum of two quantized tensors in the steps of a range.</summary>
    public static Tensor Add(Argument x, Argument y, ValueRange range, bool withRelu) =>
        (withRelu ? AddReluOp! : AddOp!).Call(x, y, range.Scale, range.ZeroPoint);

    /// <summary>Weights of signed 8 bits, each output channel with a scale of its own and zero at zero.</summary>
    /// <param name="weight">[outputs, …] in single precision.</param>
    public static Tensor QuantizeWeights(Tensor weight)
    {
        float[] values = weight.ToFloats();
        int outputs = (int)weight.Shape[0];
        int each = values.Length / outputs;
        float[] scales = new float[outputs];
        for (int i = 0; i < outputs; i++)
        {
            float largest = 0;
            foreach (float value in values.AsSpan(i * each, each))
            {
                largest = Math.Max(largest, Math.Abs(value));
            }
            scales[i] = Math.Max(largest / HalfRange, Epsilon);
        }
        using var scale = Tensor.From<float>(scales, outputs);
        using var zero = Ops.Zeros([outputs], DType.Int64);
        return QuantizeWeightsOp.Call(weight, scale, zero, 0, DType.QInt8);
    }

    internal static TorchObject PackConvolution(
        Tensor weight,
        Tensor? bias,
        long[] stride,
        long[] padding,
        long[] dilation,
        int groups
    )
    {
        using var quantized = QuantizeWeights(weight);
        return PackConvolutionOp!.CallObject(quantized, bias, stride, padding, dilation, groups);
    }

    internal static TorchObject PackLinear(Tensor weight, Tensor bias)
    {
        using var quantized = QuantizeWeights(weight);
        return PackLinearOp!.CallObject(quantized, bias);
    }

    internal static Tensor Convolve(Tensor x, TorchObject weights, ValueRange range, bool withRelu) =>
        (withRelu ? ConvolutionReluOp! : ConvolutionOp!).Call(x.Move(), weights, range.Scale, range.ZeroPoint);

    internal static Tensor Multiply(Tensor x, TorchObject weights, ValueRange range) =>
        LinearOp!.Call(x.Move(), weights, range.Scale, range.ZeroPoint);
}
