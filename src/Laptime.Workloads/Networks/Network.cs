using Laptime.Torch.Nn;

namespace Laptime.Workloads.Networks;

/// <summary>A whole network: from a batch of inputs to scores [batch, classes].</summary>
public abstract class Network : Layer
{
    /// <summary>Each convolution with its batch norm, in the order in which they run; empty for networks without.</summary>
    public virtual IEnumerable<ConvNorm> ConvNorms => [];
}
