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
    private const double Momentum = 0.1;

    private readonly bool isFixed;

    /// <summary>Over <paramref name="channels"/>.</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="epsilon">Added to the variance; PyTorch's default.</param>
    /// <param name="hasScale">Whether there is a scale, or a shift alone.</param>
    /// <param name="isFixed">Whether the stored statistics are used in training too, and never change.</param>
    public BatchNorm2d(int channels, double epsilon = 1e-5, bool hasScale = true, bool isFixed = false)
    {
        Epsilon = epsilon;
        this.isFixed = isFixed;
        Weight = hasScale ? AddParameter("weight", channels) : null;
        Bias = AddParameter("bias", channels);
        Mean = AddBuffer("running_mean", DType.Float32, channels);
        Variance = AddBuffer("running_var", DType.Float32, channels);
        BatchesTracked = isFixed ? null : AddBuffer("num_batches_tracked", DType.Int64);
        using var grad = GradMode.Off();
        if (Weight is not null)
        {
            Ops.FillInPlace(Weight, 1);
        }
        Ops.FillInPlace(Bias, 0);
        Ops.FillInPlace(Variance, 1);
    }

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>Scale γ, [channels]; null if it has none.</summary>
    public Tensor? Weight { get; }

    /// <summary>Shift β, [channels].</summary>
    public Tensor Bias { get; }

    /// <summary>Stored mean µ, [channels].</summary>
    public Tensor Mean { get; }

    /// <summary>Stored variance σ², [channels].</summary>
    public Tensor Variance { get; }

    /// <summary>Number of training batches seen; null if the statistics never change.</summary>
    public Tensor? BatchesTracked { get; }

    /// <summary>Whether the convolution before it does its work.</summary>
    public bool IsFolded { get; internal set; }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        if (IsFolded)
        {
            return x;
        }
        bool usesBatch = IsTraining && !isFixed;
        if (usesBatch)
        {
            Ops.AddScalarInPlace(BatchesTracked, 1);
        }
        return Ops.BatchNorm(x.Move(), Weight, Bias, Mean, Variance, usesBatch, Momentum, Epsilon);
    }
}
