using Laptime.Torch.Nn;
using Laptime.Torch.Nn.Quantized;

namespace Laptime.Workloads.Networks;

/// <summary>A whole network: from a batch of inputs to scores [batch, classes].</summary>
public abstract class Network : Layer
{
    /// <summary>Each convolution with its batch norm, in the order in which they run; empty for networks without.</summary>
    public virtual IEnumerable<ConvNorm> ConvNorms => [];

    /// <summary>Everything between input and scores that has to be quantized for int8; empty for networks that cannot be.</summary>
    public virtual IEnumerable<IQuantizable> Quantizable => [];
}
