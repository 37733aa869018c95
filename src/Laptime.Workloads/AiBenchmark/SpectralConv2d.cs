using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// Convolution whose weight is divided by its largest singular value (Miyato et al. 2018), estimated by one step of the
/// power iteration in each forward pass, evaluation included: the vector that it goes on from is state.
/// </summary>
internal sealed class SpectralConv2d : Layer
{
    private const double Smallest = 1e-12; // keeps the norm of a zero vector off the divisor

    private readonly long[] padding;

    /// <summary>Stride 1, padded to keep the size; an odd square kernel.</summary>
    internal SpectralConv2d(int inputs, int outputs, int kernel, bool bias)
    {
        padding = [kernel / 2, kernel / 2];
        Weight = AddParameter("weight", outputs, inputs, kernel, kernel);
        Bias = bias ? AddParameter("bias", outputs) : null;
        Left = AddBuffer("u", DType.Float32, outputs);
        using var grad = GradMode.Off();
        Ops.NormalInPlace(Weight, 0, Math.Sqrt(2.0 / (outputs * kernel * kernel)));
        Ops.NormalInPlace(Left, 0, 1);
        if (Bias is not null)
        {
            Ops.FillInPlace(Bias, 0);
        }
    }

    /// <summary>[outputs, inputs, kernel, kernel].</summary>
    internal Tensor Weight { get; }

    /// <summary>[outputs]; null if it has none.</summary>
    internal Tensor? Bias { get; }

    /// <summary>Estimate of the left singular vector, [outputs].</summary>
    internal Tensor Left { get; }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        using var matrix = Ops.Flatten(Weight, 1);
        using var right = Iterate(matrix);
        // Both vectors count as constants in the backward pass; a fresh copy, because the next pass changes the state.
        using var left = Ops.Clone(Left);
        using var image = Ops.MatVec(matrix, right);
        using var sigma = Ops.Dot(image, left);
        return Ops.Conv2d(x.Move(), Ops.Divide(Weight, sigma).Move(), Bias, [1, 1], padding, [1, 1], 1);
    }

    /// <summary>v = Wᵀu / ‖Wᵀu‖, which it returns; u = Wv / ‖Wv‖.</summary>
    private Tensor Iterate(Tensor matrix)
    {
        using var grad = GradMode.Off();
        using var transposed = Ops.Transpose(matrix, 0, 1);
        var right = Ops.MatVec(transposed, Left);
        Normalise(right);
        using var left = Ops.MatVec(matrix, right);
        Normalise(left);
        Ops.CopyInto(Left, left);
        return right;
    }

    private static void Normalise(Tensor vector)
    {
        using var norm = Ops.Norm(vector);
        Ops.AddScalarInPlace(norm, Smallest);
        using var inverse = Ops.Reciprocal(norm);
        Ops.MultiplyInPlace(vector, inverse);
    }
}
