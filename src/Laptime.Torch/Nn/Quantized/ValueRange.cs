using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Nn.Quantized;

/// <summary>
/// Range of the values that were seen, with zero always in it, and the 256 steps that it is cut into: value = scale ·
/// (number − zero point). The rule of PyTorch's MinMaxObserver (Krishnamoorthi 2018, "Quantizing deep convolutional
/// networks for efficient inference").
/// </summary>
public sealed class ValueRange
{
    private const int Largest = 255;
    private const float Epsilon = 1.1920929e-7f; // of single precision: no scale is zero

    private static readonly Operator MinMaxOp = Operator.Find("aten::aminmax");
    private static readonly Operator QuantizeOp = Operator.Find("aten::quantize_per_tensor");

    private double low;
    private double high;

    /// <summary>Whether anything was seen.</summary>
    public bool HasValues { get; private set; }

    /// <summary>Width of a step.</summary>
    public double Scale
    {
        get
        {
            // In single precision, as PyTorch computes it: a scale that differs in its last bit moves roundings.
            float scale = ((float)high - (float)low) / Largest;
            return Math.Max(scale, Epsilon);
        }
    }

    /// <summary>Number that stands for zero.</summary>
    public int ZeroPoint =>
        Math.Clamp((int)-Math.Round((float)low / (float)Scale, MidpointRounding.ToEven), 0, Largest);

    /// <summary>Takes the values of a tensor in.</summary>
    public void Add(Tensor x)
    {
        Tensor[] ends = MinMaxOp.CallMany(x);
        low = Math.Min(low, Ops.Item(ends[0]));
        high = Math.Max(high, Ops.Item(ends[1]));
        HasValues = true;
        Array.ForEach(ends, end => end.Dispose());
    }

    /// <summary>A tensor in these steps; values beyond the range become its ends.</summary>
    public Tensor Quantize(Argument x) => QuantizeOp.Call(x, Scale, ZeroPoint, DType.QUInt8);
}
