using Laptime.Torch.Nn.Quantized;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Networks;

/// <summary>Where a shortcut joins its path again: a sum, with a ReLU behind it or without.</summary>
/// <param name="withRelu">Whether there is a ReLU.</param>
internal sealed class Shortcut(bool withRelu) : IQuantizable
{
    private ValueRange? range;
    private bool isQuantized;

    /// <summary>Takes both over.</summary>
    public Tensor Join(Tensor x, Tensor identity)
    {
        if (isQuantized)
        {
            return QuantizedLayers.Add(x.Move(), identity.Move(), range!, withRelu);
        }
        if (withRelu)
        {
            Ops.AddInPlace(x, identity.Move());
            Ops.ReluInPlace(x);
        }
        else
        {
            x = Ops.Add(identity.Move(), x.Move());
        }
        range?.Add(x);
        return x;
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
        isQuantized = true;
    }
}
