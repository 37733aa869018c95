using Laptime.Torch.Autograd;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Nn;

/// <summary>Normalises each channel of each picture by itself (Ulyanov et al. 2016), with scale and shift.</summary>
public sealed class InstanceNorm2d : Layer
{
    private readonly double epsilon;

    /// <summary>Over <paramref name="channels"/>; <paramref name="epsilon"/> is added to the variance.</summary>
    public InstanceNorm2d(int channels, double epsilon)
    {
        this.epsilon = epsilon;
        Weight = AddParameter("weight", channels);
        Bias = AddParameter("bias", channels);
        using var grad = GradMode.Off();
        Ops.FillInPlace(Weight, 1);
        Ops.FillInPlace(Bias, 0);
    }

    /// <summary>Scale, [channels].</summary>
    public Tensor Weight { get; }

    /// <summary>Shift, [channels].</summary>
    public Tensor Bias { get; }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x) => Ops.InstanceNorm(x.Move(), Weight, Bias, epsilon);
}

/// <summary>Transposed convolution that multiplies height and width by its stride, which is its kernel too; with bias.</summary>
public sealed class ConvTranspose2d : Layer
{
    private readonly long[] stride;

    /// <summary>From <paramref name="inputs"/> to <paramref name="outputs"/> channels; starts with He's normal distribution.</summary>
    public ConvTranspose2d(int inputs, int outputs, int stride)
    {
        this.stride = [stride, stride];
        Weight = AddParameter("weight", inputs, outputs, stride, stride);
        Bias = AddParameter("bias", outputs);
        using var grad = GradMode.Off();
        Ops.NormalInPlace(Weight, 0, Math.Sqrt(2.0 / inputs));
        Ops.FillInPlace(Bias, 0);
    }

    /// <summary>[inputs, outputs, stride, stride].</summary>
    public Tensor Weight { get; }

    /// <summary>[outputs].</summary>
    public Tensor Bias { get; }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x) => Ops.ConvTranspose2d(x.Move(), Weight, Bias, stride);
}
