using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// Convolution that sees only the pixels before its own, row by row (mask of type a in van den Oord et al. 2016); with
/// bias. The hidden weights are parameters as well: the mask is applied in each forward pass.
/// </summary>
internal sealed class MaskedConv2d : Layer
{
    private readonly int kernel;
    private readonly long[] padding;
    private Tensor? mask;

    /// <summary>From <paramref name="inputs"/> to <paramref name="outputs"/> channels, keeping the size.</summary>
    internal MaskedConv2d(int inputs, int outputs, int kernel)
    {
        this.kernel = kernel;
        padding = [kernel / 2, kernel / 2];
        Weight = AddParameter("weight", outputs, inputs, kernel, kernel);
        Bias = AddParameter("bias", outputs);
        using var grad = GradMode.Off();
        Ops.NormalInPlace(Weight, 0, Math.Sqrt(2.0 / (inputs * kernel * kernel)));
        Ops.FillInPlace(Bias, 0);
    }

    /// <summary>[outputs, inputs, kernel, kernel], hidden weights included.</summary>
    internal Tensor Weight { get; }

    /// <summary>[outputs].</summary>
    internal Tensor Bias { get; }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        mask ??= Mask();
        var weight = Ops.Multiply(Weight, mask);
        return Ops.Conv2d(x.Move(), weight.Move(), Bias, [1, 1], padding, [1, 1], 1);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        mask?.Dispose();
        base.Dispose();
    }

    private Tensor Mask()
    {
        float[] seen = new float[kernel * kernel];
        Array.Fill(seen, 1, 0, seen.Length / 2);
        return Ops.To(Tensor.From<float>(seen, kernel, kernel), Weight.Device, Weight.DType).Keep();
    }
}
