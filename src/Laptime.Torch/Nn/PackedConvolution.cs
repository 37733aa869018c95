using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Nn;

/// <summary>
/// A convolution for inference on the processor whose weights lie as oneDNN's kernel reads them, and which may apply
/// the ReLU behind it while a result is still in cache. The same arithmetic, with fewer passes over memory.
/// </summary>
internal sealed class PackedConvolution : IDisposable
{
    private static readonly Operator? PackOp = Operator.TryFind("mkldnn_prepacked::conv2d_prepack");
    private static readonly Operator? RunOp = Operator.TryFind("mkldnn_prepacked::conv2d_run");

    private readonly TorchObject weights;

    private PackedConvolution(TorchObject weights) => this.weights = weights;

    /// <summary>Whether this libtorch was built with oneDNN.</summary>
    internal static bool IsSupported => PackOp is not null && RunOp is not null;

    /// <summary>Packs for inputs of one shape; others run too, perhaps not as fast.</summary>
    /// <exception cref="TorchException">oneDNN has no such convolution.</exception>
    internal static PackedConvolution Create(
        Tensor weight,
        Tensor? bias,
        long[] stride,
        long[] padding,
        long[] dilation,
        int groups,
        long[] inputShape,
        bool withRelu
    ) =>
        new(
            PackOp!.CallObject(weight, bias, stride, padding, dilation, groups, inputShape, withRelu ? "relu" : "none")
        );

    /// <summary>Takes <paramref name="x"/> over.</summary>
    internal Tensor Run(Tensor x) => RunOp!.Call(x.Move(), weights);

    /// <inheritdoc />
    public void Dispose() => weights.Dispose();
}
