using Laptime.Torch.Autograd;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Nn;

/// <summary>
/// Normalises each channel: over the batch in training, with the stored statistics in evaluation. Takes [batch,
/// channels] as well, as PyTorch's <c>BatchNorm1d</c> does.
/// </summary>
public sealed class BatchNorm2d : Layer
{
    /// <summary>Added to the variance, as PyTorch does by default.</summary>
    public const double Epsilon = 1e-5;

    private const double Momentum = 0.1;

    /// <summary>Over <paramref name="channels"/>.</summary>
    public BatchNorm2d(int channels)
    {
        Weight = AddParameter("weight", channels);
        Bias = AddParameter("bias", channels);
        Mean = AddBuffer("running_mean", DType.Float32, channels);
        Variance = AddBuffer("running_var", DType.Float32, channels);
        BatchesTracked = AddBuffer("num_batches_tracked", DType.Int64);
        using var grad = GradMode.Off();
        Ops.FillInPlace(Weight, 1);
        Ops.FillInPlace(Bias, 0);
        Ops.FillInPlace(Variance, 1);
    }

    /// <summary>Scale γ, [channels].</summary>
    public Tensor Weight { get; }

    /// <summary>Shift β, [channels].</summary>
    public Tensor Bias { get; }

    /// <summary>Stored mean µ, [channels].</summary>
    public Tensor Mean { get; }

    /// <summary>Stored variance σ², [channels].</summary>
    public Tensor Variance { get; }

    /// <summary>Number of training batches seen.</summary>
    public Tensor BatchesTracked { get; }

    /// <summary>Whether the convolution before it does its work.</summary>
    public bool IsFolded { get; internal set; }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        if (IsFolded)
        {
            return x;
        }
        if (IsTraining)
        {
            Ops.AddScalarInPlace(BatchesTracked, 1);
        }
        return Ops.BatchNorm(x.Move(), Weight, Bias, Mean, Variance, IsTraining, Momentum, Epsilon);
    }
}
