using Laptime.Torch.Nn;
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
public sealed class ConvNorm
{
    private readonly Activation activation;

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
        switch (activation)
        {
            case Activation.Relu when !Convolution.AppliesRelu:
                Ops.ReluInPlace(y);
                break;
            case Activation.Relu6:
                Ops.Relu6InPlace(y);
                break;
        }
        return y;
    }
}
