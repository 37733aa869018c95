using Laptime.Torch.Nn;
using Laptime.Torch.Nn.Quantized;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Networks;

/// <summary>What follows the batch norm.</summary>
public enum Activation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>min(max(x, 0), 6).</summary>
    Relu6,
}

/// <summary>Convolution, batch norm, activation: the brick of convolutional networks.</summary>
public sealed class ConvNorm : IQuantizable
{
    private readonly Activation activation;
    private ValueRange? range;
    private bool isQuantized;

    /// <summary>Of a convolution and a batch norm that their network has named.</summary>
    public ConvNorm(Conv2d convolution, BatchNorm2d norm, Activation activation)
    {
        Convolution = convolution;
        Norm = norm;
        this.activation = activation;
    }

    /// <summary>The convolution.</summary>
    public Conv2d Convolution { get; }

    /// <summary>The batch norm.</summary>
    public BatchNorm2d Norm { get; }

    /// <summary>For inference: folds the batch norm into the convolution, which packs its weights where it can.</summary>
    public void Fuse()
    {
        Convolution.Fold(Norm);
        Convolution.Pack(withRelu: activation == Activation.Relu);
    }

    /// <summary>Takes <paramref name="x"/> over.</summary>
    public Tensor Forward(Tensor x)
    {
        var y = Norm.Forward(Convolution.Forward(x));
        if (isQuantized)
        {
            return y; // the activation is in it
        }
        switch (activation)
        {
            case Activation.Relu when !Convolution.AppliesRelu:
                Ops.ReluInPlace(y);
                break;
            case Activation.Relu6:
                Ops.Relu6InPlace(y);
                break;
        }
        range?.Add(y);
        return y;
    }

    /// <summary>Folds the batch norm and begins to watch what comes out behind the activation.</summary>
    public void Watch()
    {
        Convolution.Fold(Norm);
        range = new ValueRange();
    }

    /// <summary>A ReLU6 needs nothing more than a ReLU: what was watched ends at 6, and values beyond become the end.</summary>
    public void Quantize()
    {
        if (range is not { HasValues: true } watched)
        {
            throw new InvalidOperationException("Nothing was watched before quantizing.");
        }
        Convolution.Quantize(watched, withRelu: activation != Activation.None);
        isQuantized = true;
    }
}
