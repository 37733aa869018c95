using Laptime.Torch.Autograd;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Nn;

/// <summary>Two-dimensional convolution without bias, square kernel. Starts with He's normal distribution over its outputs.</summary>
public sealed class Conv2d : Layer
{
    private static readonly long[] NoDilation = [1, 1];

    private readonly long[] stride;
    private readonly long[] padding;
    private readonly int groups;
    private bool packs;
    private PackedConvolution? packed;

    /// <summary>From <paramref name="inputs"/> to <paramref name="outputs"/> channels, padded so that stride 1 keeps the size.</summary>
    public Conv2d(int inputs, int outputs, int kernel, int stride = 1, int groups = 1)
    {
        this.stride = [stride, stride];
        this.groups = groups;
        padding = [kernel / 2, kernel / 2];
        Weight = AddParameter("weight", outputs, inputs / groups, kernel, kernel);
        using var grad = GradMode.Off();
        Ops.NormalInPlace(Weight, 0, Math.Sqrt(2.0 / (outputs / groups * kernel * kernel)));
    }

    /// <summary>[outputs, inputs / groups, kernel, kernel].</summary>
    public Tensor Weight { get; }

    /// <summary>[outputs]; null unless a batch norm has been folded in.</summary>
    public Tensor? Bias { get; private set; }

    /// <summary>Whether it applies a ReLU to its result.</summary>
    public bool AppliesRelu { get; private set; }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        if (!packs)
        {
            return Ops.Conv2d(x.Move(), Weight, Bias, stride, padding, NoDilation, groups);
        }
        packed ??= PackedConvolution.Create(Weight, Bias, stride, padding, NoDilation, groups, x.Shape, AppliesRelu);
        return packed.Run(x);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        packed?.Dispose();
        base.Dispose();
    }

    /// <summary>
    /// For inference on the processor: packs the weights for the first input that comes, where libtorch can. They must
    /// not change afterwards.
    /// </summary>
    /// <param name="withRelu">Whether to do the work of the ReLU behind it, too.</param>
    public void Pack(bool withRelu)
    {
        packs = PackedConvolution.IsSupported && Weight.Device.IsCpu;
        AppliesRelu = packs && withRelu;
    }

    /// <summary>Lays the weight out for channels-last input.</summary>
    public void UseChannelsLast()
    {
        using var grad = GradMode.Off();
        Weight.Become(Ops.CloneChannelsLast(Weight));
    }

    /// <summary>
    /// Takes the work of the batch norm behind it over, for inference: weight · γ/√(σ²+ε), bias β − µ·γ/√(σ²+ε).
    /// </summary>
    public void Fold(BatchNorm2d norm)
    {
        using var grad = GradMode.Off();
        float[] gamma = norm.Weight.ToFloats();
        float[] beta = norm.Bias.ToFloats();
        float[] mean = norm.Mean.ToFloats();
        float[] variance = norm.Variance.ToFloats();
        float[] scale = new float[gamma.Length];
        float[] shift = new float[gamma.Length];
        for (int i = 0; i < scale.Length; i++)
        {
            scale[i] = gamma[i] / MathF.Sqrt(variance[i] + (float)BatchNorm2d.Epsilon);
            shift[i] = beta[i] - mean[i] * scale[i];
        }
        using var scope = TensorScope.Enter();
        var device = Weight.Device;
        var factor = Ops.To(Tensor.From<float>(scale, scale.Length, 1, 1, 1), device, DType.Float32);
        Weight.Become(Ops.Multiply(Weight, factor).Keep());
        Bias = Adopt("bias", Ops.To(Tensor.From<float>(shift, shift.Length), device, DType.Float32).Share());
        norm.IsFolded = true;
    }
}
