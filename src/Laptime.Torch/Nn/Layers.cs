using Laptime.Torch.Autograd;
using Laptime.Torch.Nn.Quantized;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Nn;

/// <summary>A module from one tensor to one tensor.</summary>
public abstract class Layer : Module
{
    /// <summary>Takes <paramref name="x"/> over and returns the result, which the caller owns.</summary>
    public abstract Tensor Forward(Tensor x);
}

/// <summary>Fully connected: x · weightᵀ + bias. Starts as PyTorch's: uniform within ±1/√inputs.</summary>
public sealed class Linear : Layer, IQuantizable
{
    private ValueRange? range;
    private TorchObject? quantized;

    /// <summary>From <paramref name="inputs"/> to <paramref name="outputs"/> features.</summary>
    public Linear(int inputs, int outputs)
    {
        Weight = AddParameter("weight", outputs, inputs);
        Bias = AddParameter("bias", outputs);
        using var grad = GradMode.Off();
        double bound = 1 / Math.Sqrt(inputs);
        Ops.UniformInPlace(Weight, -bound, bound);
        Ops.UniformInPlace(Bias, -bound, bound);
    }

    /// <summary>[outputs, inputs].</summary>
    public Tensor Weight { get; }

    /// <summary>[outputs].</summary>
    public Tensor Bias { get; }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        if (quantized is not null)
        {
            return QuantizedLayers.Multiply(x, quantized, range!);
        }
        var y = Ops.Linear(x.Move(), Weight, Bias);
        range?.Add(y);
        return y;
    }

    /// <inheritdoc />
    public void Watch() => range = new ValueRange();

    /// <inheritdoc />
    public void Quantize()
    {
        if (range is not { HasValues: true })
        {
            throw new InvalidOperationException("Nothing was watched before quantizing.");
        }
        using var grad = GradMode.Off();
        quantized = QuantizedLayers.PackLinear(Weight, Bias);
        Weight.Become(Ops.Empty([0], DType.Float32));
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        quantized?.Dispose();
        base.Dispose();
    }
}

/// <summary>Rows of a table by index. Starts normally distributed.</summary>
public sealed class Embedding : Layer
{
    /// <summary>A table of <paramref name="count"/> rows of <paramref name="width"/>.</summary>
    public Embedding(int count, int width, double deviation = 1)
    {
        Weight = AddParameter("weight", count, width);
        using var grad = GradMode.Off();
        Ops.NormalInPlace(Weight, 0, deviation);
    }

    /// <summary>[count, width].</summary>
    public Tensor Weight { get; }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x) => Ops.Embedding(Weight, x.Move());
}

/// <summary>Normalises the last dimension.</summary>
public sealed class LayerNorm : Layer
{
    private readonly long[] shape;
    private readonly double eps;

    /// <summary>Over <paramref name="width"/> features.</summary>
    public LayerNorm(int width, double eps)
    {
        shape = [width];
        this.eps = eps;
        Weight = AddParameter("weight", width);
        Bias = AddParameter("bias", width);
        using var grad = GradMode.Off();
        Ops.FillInPlace(Weight, 1);
        Ops.FillInPlace(Bias, 0);
    }

    /// <summary>[width].</summary>
    public Tensor Weight { get; }

    /// <summary>[width].</summary>
    public Tensor Bias { get; }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x) => Ops.LayerNorm(x.Move(), shape, Weight, Bias, eps);
}

/// <summary>Zeroes elements at random in training; nothing in evaluation.</summary>
/// <param name="probability">Of an element to be zeroed.</param>
public sealed class Dropout(double probability) : Layer
{
    /// <summary>Probability of an element to be zeroed.</summary>
    public double Probability { get; set; } = probability;

    /// <inheritdoc />
    public override Tensor Forward(Tensor x) =>
        IsTraining && Probability > 0 ? Ops.Dropout(x.Move(), Probability, training: true) : x;
}
