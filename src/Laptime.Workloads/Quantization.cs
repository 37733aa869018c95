using Laptime.Torch.Autograd;
using Laptime.Torch.Nn.Quantized;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads;

/// <summary>
/// A network in 8 bits, quantized after training: batch norms folded, weights of signed 8 bits with a scale for each output
/// channel, activations of unsigned 8 bits with the range that they had on calibration inputs. The input is quantized and
/// the scores are turned back in every step, as PyTorch's quantized networks do it.
/// </summary>
internal sealed class Quantization
{
    private readonly Network network;
    private readonly ValueRange input = new();

    private Quantization(Network network) => this.network = network;

    /// <summary>Quantizes a network in evaluation mode, for good.</summary>
    /// <param name="network">One whose <see cref="Network.Quantizable"/> is not empty.</param>
    /// <param name="calibration">Inputs that show which values occur; at least one.</param>
    public static Quantization Apply(Network network, IEnumerable<Tensor> calibration)
    {
        using var grad = GradMode.Off();
        Quantization quantization = new(network);
        IQuantizable[] parts = [.. network.Quantizable];
        Array.ForEach(parts, part => part.Watch());
        foreach (Tensor batch in calibration)
        {
            using var scope = TensorScope.Enter();
            quantization.input.Add(batch);
            network.Forward(batch.Share()).Dispose();
        }
        Array.ForEach(parts, part => part.Quantize());
        return quantization;
    }

    /// <summary>Scores of an input, both in single precision; borrows it.</summary>
    public Tensor Forward(Tensor x)
    {
        Tensor quantized = Ops.ToChannelsLast(input.Quantize(x).Move());
        return QuantizedLayers.Dequantize(network.Forward(quantized).Move());
    }
}
