using System.Collections.Immutable;

namespace Laptime.Transfer.Learning;

/// <summary>Probabilities of each class for pictures in the order of their source.</summary>
/// <param name="Classes">Number of classes.</param>
/// <param name="Probabilities">Row by row, a row for each picture.</param>
/// <param name="Labels">What the pictures are.</param>
/// <param name="Loss">Mean cross-entropy; NaN if a score was not finite.</param>
public sealed record Predictions(
    int Classes,
    ImmutableArray<double> Probabilities,
    ImmutableArray<long> Labels,
    double Loss
)
{
    /// <summary>Weight of the plain pass in <see cref="Average"/>; fastai v1's <c>beta</c>.</summary>
    public const double PlainWeight = 0.4;

    /// <summary>Share of the pictures whose likeliest class is the right one; the first of equals counts.</summary>
    public double Accuracy =>
        Labels.Length == 0 ? 0 : Enumerable.Range(0, Labels.Length).Count(IsRight) / (double)Labels.Length;

    /// <summary>0.4 · plain + 0.6 · mean of the augmented passes.</summary>
    /// <exception cref="ArgumentException">A pass is of other pictures, or there is none.</exception>
    public static Predictions Average(Predictions plain, IReadOnlyCollection<Predictions> augmented)
    {
        if (
            augmented.Count == 0
            || augmented.Any(pass =>
                pass.Classes != plain.Classes || !pass.Labels.AsSpan().SequenceEqual(plain.Labels.AsSpan())
            )
        )
        {
            throw new ArgumentException("Every pass must be over the pictures of the plain one.", nameof(augmented));
        }
        double[] averaged = new double[plain.Probabilities.Length];
        for (int i = 0; i < averaged.Length; i++)
        {
            double mean = augmented.Sum(pass => pass.Probabilities[i]) / augmented.Count;
            averaged[i] = PlainWeight * plain.Probabilities[i] + (1 - PlainWeight) * mean;
        }
        double loss = plain.Labels.Select((label, i) => -Math.Log(averaged[i * plain.Classes + (int)label])).Average();
        return new Predictions(plain.Classes, [.. averaged], plain.Labels, loss);
    }

    private bool IsRight(int picture)
    {
        var row = Probabilities.AsSpan(picture * Classes, Classes);
        int likeliest = 0;
        for (int i = 1; i < row.Length; i++)
        {
            if (row[i] > row[likeliest])
            {
                likeliest = i;
            }
        }
        return likeliest == Labels[picture];
    }
}

/// <summary>Gathers <see cref="Predictions"/> batch by batch.</summary>
public sealed class PredictionBuilder(int classes)
{
    private readonly ImmutableArray<double>.Builder probabilities = ImmutableArray.CreateBuilder<double>();
    private readonly ImmutableArray<long>.Builder labels = ImmutableArray.CreateBuilder<long>();
    private double loss;

    /// <summary>Adds a batch: scores row by row, of which the softmax is taken, and what the pictures are.</summary>
    public void Add(ReadOnlySpan<float> scores, ReadOnlySpan<long> batchLabels)
    {
        for (int i = 0; i < batchLabels.Length; i++)
        {
            var row = scores.Slice(i * classes, classes);
            double largest = double.NegativeInfinity;
            foreach (float score in row)
            {
                largest = Math.Max(largest, score);
            }
            double sum = 0;
            foreach (float score in row)
            {
                sum += Math.Exp(score - largest);
            }
            foreach (float score in row)
            {
                probabilities.Add(Math.Exp(score - largest) / sum);
            }
            loss += Math.Log(sum) + largest - row[(int)batchLabels[i]];
            labels.Add(batchLabels[i]);
        }
    }

    /// <summary>What has been gathered.</summary>
    public Predictions Build() =>
        new(classes, probabilities.ToImmutable(), labels.ToImmutable(), labels.Count == 0 ? 0 : loss / labels.Count);
}
