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
    public override Tensor Forward(Tensor x)
    {
        var type = Weight.DType;
        if (type != DType.BFloat16 || !Weight.Device.IsCpu)
        {
            return Ops.ConvTranspose2d(x.Move(), Weight, Bias, stride);
        }
        // On processors libtorch 1.13 takes such a weight in bfloat16 for one of a plain convolution and refuses it;
        // its automatic mixed precision computes in single precision here, and so does this.
        using var weight = Ops.To(Weight, Weight.Device, DType.Float32);
        using var bias = Ops.To(Bias, Weight.Device, DType.Float32);
        x = Ops.To(x.Move(), Weight.Device, DType.Float32);
        var y = Ops.ConvTranspose2d(x.Move(), weight, bias, stride);
        return Ops.To(y.Move(), Weight.Device, type);
    }
}
