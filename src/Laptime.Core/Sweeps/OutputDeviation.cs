namespace Laptime.Core.Sweeps;

/// <summary>How far the outputs of a precision lie from those of single precision, with the same weights and inputs.</summary>
public sealed record OutputDeviation
{
    /// <summary>Items whose outputs were compared; at least 1.</summary>
    public required int Items { get; init; }

    /// <summary>
    /// Root mean square of the differences by the root mean square of the outputs in single precision; null where these
    /// are all zero or an output is not finite.
    /// </summary>
    public double? RelativeRms { get; init; }

    /// <summary>Largest absolute difference, in units of the output; null where an output is not finite.</summary>
    public double? Largest { get; init; }

    /// <summary>Share of items with the same highest class, from 0 to 1; null where the outputs are not scores of classes.</summary>
    public double? SameTop { get; init; }

    /// <summary>Compares outputs that hold the same values in the same order.</summary>
    /// <param name="reference">In single precision.</param>
    /// <param name="found">In the precision in question.</param>
    /// <param name="items">Items that they belong to.</param>
    /// <param name="isScores">Whether each item's values are scores of classes.</param>
    /// <exception cref="ArgumentException">Lengths differ, or are no multiple of <paramref name="items"/>.</exception>
    public static OutputDeviation Between(
        ReadOnlySpan<float> reference,
        ReadOnlySpan<float> found,
        int items,
        bool isScores
    )
    {
        if (items < 1 || reference.Length == 0 || reference.Length != found.Length || reference.Length % items != 0)
        {
            throw new ArgumentException(
                $"{reference.Length} and {found.Length} values are no outputs of {items} items.",
                nameof(items)
            );
        }
        double differences = 0;
        double size = 0;
        double largest = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            double difference = (double)found[i] - reference[i];
            differences += difference * difference;
            size += (double)reference[i] * reference[i];
            largest = Math.Max(largest, Math.Abs(difference)); // NaN stays NaN
        }
        double relative = Math.Sqrt(differences / size);
        return new OutputDeviation
        {
            Items = items,
            RelativeRms = double.IsFinite(relative) ? relative : null,
            Largest = double.IsFinite(largest) ? largest : null,
            SameTop = isScores ? SameTops(reference, found, items) : null,
        };
    }

    private static double SameTops(ReadOnlySpan<float> reference, ReadOnlySpan<float> found, int items)
    {
        int classes = reference.Length / items;
        int same = 0;
        for (int item = 0; item < items; item++)
        {
            same += Top(reference.Slice(item * classes, classes)) == Top(found.Slice(item * classes, classes)) ? 1 : 0;
        }
        return same / (double)items;
    }

    // The first of equals, as torch.argmax has it; -1 where a score is not a number.
    private static int Top(ReadOnlySpan<float> scores)
    {
        int top = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(scores[i]))
            {
                return -1;
            }
            top = scores[i] > scores[top] ? i : top;
        }
        return top;
    }
}
