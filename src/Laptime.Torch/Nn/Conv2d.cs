using Laptime.Torch.Autograd;
using Laptime.Torch.Nn.Quantized;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Nn;

/// <summary>Two-dimensional convolution. Starts with He's normal distribution.</summary>
public sealed class Conv2d : Layer
{
    private readonly long[] stride;
    private readonly long[] padding;
    private readonly long[] dilation;
    private readonly int groups;
    private bool packs;
    private PackedConvolution? packed;
    private TorchObject? quantized;
    private ValueRange? range;

    /// <summary>With a square kernel, without bias, padded so that stride 1 keeps the size.</summary>
    public Conv2d(int inputs, int outputs, int kernel, int stride = 1, int groups = 1)
        : this(inputs, outputs, (kernel, kernel), stride, groups) { }

    /// <summary>From <paramref name="inputs"/> to <paramref name="outputs"/> channels.</summary>
    /// <param name="inputs">Channels that come in.</param>
    /// <param name="outputs">Channels that go out.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="stride">Of both directions.</param>
    /// <param name="groups">Groups of channels that do not see each other.</param>
    /// <param name="dilation">Of both directions.</param>
    /// <param name="bias">Whether it has one, zero at the start.</param>
    /// <param name="padded">Whether odd kernels are padded evenly so that stride 1 keeps the size; otherwise not at all.</param>
    /// <param name="gain">Factor of the standard deviation √(2 / values behind an output) of the weights at the start.</param>
    public Conv2d(
        int inputs,
        int outputs,
        (int Height, int Width) kernel,
        int stride = 1,
        int groups = 1,
        int dilation = 1,
        bool bias = false,
        bool padded = true,
        double gain = 1
    )
    {
        this.stride = [stride, stride];
        this.groups = groups;
        this.dilation = [dilation, dilation];
        padding = padded ? [dilation * (kernel.Height / 2), dilation * (kernel.Width / 2)] : [0, 0];
        Weight = AddParameter("weight", outputs, inputs / groups, kernel.Height, kernel.Width);
        using var grad = GradMode.Off();
        Ops.NormalInPlace(Weight, 0, gain * Math.Sqrt(2.0 / (outputs / groups * kernel.Height * kernel.Width)));
        if (bias)
        {
            Bias = AddParameter("bias", outputs);
            Ops.FillInPlace(Bias, 0);
        }
    }

    /// <summary>[outputs, inputs / groups, kernel, kernel].</summary>
    public Tensor Weight { get; }

    /// <summary>[outputs]; null if it has none, and no batch norm has been folded in.</summary>
    public Tensor? Bias { get; private set; }

    /// <summary>Whether it applies a ReLU to its result.</summary>
    public bool AppliesRelu { get; private set; }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        if (quantized is not null)
        {
            return QuantizedLayers.Convolve(x, quantized, range!, AppliesRelu);
        }
        if (!packs)
        {
            return Ops.Conv2d(x.Move(), Weight, Bias, stride, padding, dilation, groups);
        }
        packed ??= PackedConvolution.Create(Weight, Bias, stride, padding, dilation, groups, x.Shape, AppliesRelu);
        return packed.Run(x);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        packed?.Dispose();
        quantized?.Dispose();
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

    /// <summary>Turns to 8 bits: takes and gives quantized tensors from now on. Its weights in single precision are given back.</summary>
    /// <param name="results">Range of what it gives.</param>
    /// <param name="withRelu">Whether it cuts negative values off.</param>
    public void Quantize(ValueRange results, bool withRelu)
    {
        using var grad = GradMode.Off();
        quantized = QuantizedLayers.PackConvolution(Weight, Bias, stride, padding, dilation, groups);
        range = results;
        AppliesRelu = withRelu;
        Weight.Become(Ops.Empty([0], DType.Float32));
    }

    /// <summary>Lays the weight out for channels-last input.</summary>
    public void UseChannelsLast()
    {
        using var grad = GradMode.Off();
        Weight.Become(Ops.CloneChannelsLast(Weight));
    }

    /// <summary>
    /// Takes the work of the batch norm behind it over, for inference: weight · γ/√(σ²+ε), bias β + (b − µ)·γ/√(σ²+ε).
    /// </summary>
    public void Fold(BatchNorm2d norm)
    {
        using var grad = GradMode.Off();
        float[] mean = norm.Mean.ToFloats();
        float[] variance = norm.Variance.ToFloats();
        float[] beta = norm.Bias.ToFloats();
        float[]? gamma = norm.Weight?.ToFloats();
        float[]? bias = Bias?.ToFloats();
        float[] scale = new float[mean.Length];
        float[] shift = new float[mean.Length];
        for (int i = 0; i < scale.Length; i++)
        {
            scale[i] = (gamma?[i] ?? 1) / MathF.Sqrt(variance[i] + (float)norm.Epsilon);
            shift[i] = beta[i] + ((bias?[i] ?? 0) - mean[i]) * scale[i];
        }
        using var scope = TensorScope.Enter();
        var device = Weight.Device;
        var factor = Ops.To(Tensor.From<float>(scale, scale.Length, 1, 1, 1), device, DType.Float32);
        Weight.Become(Ops.Multiply(Weight, factor).Keep());
        var folded = Ops.To(Tensor.From<float>(shift, shift.Length), device, DType.Float32);
        if (Bias is null)
        {
            Bias = Adopt("bias", folded.Share());
        }
        else
        {
            Bias.Become(folded.Share());
        }
        norm.IsFolded = true;
    }
}
