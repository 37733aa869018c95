using System.Collections.Immutable;

namespace Laptime.Torch.Weights;

/// <summary>One tensor in a file of weights.</summary>
/// <param name="Name">Name in the state dict: <c>layer1.0.conv1.weight</c>; unique in its file.</param>
/// <param name="DType">Type of its elements.</param>
/// <param name="Shape">Sizes of its dimensions; empty for a scalar.</param>
public sealed record WeightEntry(string Name, DType DType, ImmutableArray<long> Shape)
{
    /// <summary>Number of elements; 1 for a scalar. Never above what the file can hold.</summary>
    public long ElementCount
    {
        get
        {
            var count = 1L;
            foreach (var size in Shape)
            {
                count *= size;
            }

            return count;
        }
    }

    /// <summary>Bytes of its elements, one after the other.</summary>
    public long ByteCount => ElementCount * DType.Size;

    /// <summary>Elements of a shape from outside, whose product may be anything.</summary>
    /// <returns>Null: a negative size, or more elements than a 64-bit number counts.</returns>
    internal static long? CountElements(ReadOnlySpan<long> shape)
    {
        var count = 1L;
        var isEmpty = false;
        foreach (var size in shape)
        {
            if (size < 0 || (size > 0 && count > long.MaxValue / size))
            {
                return null;
            }

            isEmpty |= size == 0;
            count *= Math.Max(size, 1);
        }

        return isEmpty ? 0 : count;
    }
}
