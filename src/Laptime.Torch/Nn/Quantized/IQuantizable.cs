namespace Laptime.Torch.Nn.Quantized;

/// <summary>
/// Part of a network that can compute in 8 bits after training. First it watches what it gives, in single precision, then
/// it is quantized once, and takes and gives quantized tensors from then on.
/// </summary>
public interface IQuantizable
{
    /// <summary>Begins to watch the values that it gives.</summary>
    void Watch();

    /// <summary>Ends the watching and turns to 8 bits; cannot be undone.</summary>
    /// <exception cref="InvalidOperationException">Nothing was watched.</exception>
    void Quantize();
}
