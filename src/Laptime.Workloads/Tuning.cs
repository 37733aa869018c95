using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads;

/// <summary>
/// The same mathematics, arranged for speed. What concerns the whole process (allocator, instruction set) is in
/// <see cref="ProcessSettings"/>.
/// </summary>
internal static class Tuning
{
    /// <summary>Convolutions read and write channels-last.</summary>
    internal static void ForTraining(Network network, Tensor input) => UseChannelsLast(network, input);

    /// <summary>
    /// Batch norms folded into convolutions, channels-last, weights stored in the short type and, on the processor,
    /// packed for oneDNN with the ReLU in the same pass.
    /// </summary>
    internal static void ForInference(Network network, Tensor input, DType? type)
    {
        foreach (var brick in network.ConvNorms)
        {
            brick.Fuse();
        }
        UseChannelsLast(network, input);
        if (type is { } shortType)
        {
            using var grad = GradMode.Off();
            foreach (var (_, tensor, _) in network.State())
            {
                if (tensor.DType == DType.Float32)
                {
                    tensor.Become(Ops.To(tensor, tensor.Device, shortType));
                }
            }
            if (input.DType == DType.Float32)
            {
                input.Become(Ops.To(input, input.Device, shortType));
            }
        }
    }

    private static void UseChannelsLast(Network network, Tensor input)
    {
        var convolutions = network.Modules.OfType<Conv2d>().ToList();
        if (convolutions.Count > 0)
        {
            convolutions.ForEach(convolution => convolution.UseChannelsLast());
            input.Become(Ops.CloneChannelsLast(input));
        }
    }
}
