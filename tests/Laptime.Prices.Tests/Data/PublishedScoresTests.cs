using System.Collections.Immutable;
using Laptime.Core.AiBenchmark;

namespace Laptime.Prices.Tests.Data;

/// <summary>What others printed is what the formula gives.</summary>
public class PublishedScoresTests
{
    private static readonly ImmutableArray<PublishedScore> All = PublishedScores.Read();

    [Fact]
    public void Recomputed_EveryPublishedOutput_EqualsThePrintedScore()
    {
        int compared = 0;
        foreach (PublishedScore score in All.Where(score => score.Sheet is not null))
        {
            (int? Printed, Score? Recomputed)[] pairs =
            [
                (score.Inference, score.Sheet!.Inference),
                (score.Training, score.Sheet.Training),
                (score.Ai, score.Sheet.Ai),
            ];
            foreach ((int? printed, Score? recomputed) in pairs)
            {
                if (printed is { } points)
                {
                    compared++;
                    // Times are printed with three digits or so; scores are rounded down.
                    ((double)recomputed!.Value).ShouldBe(points, Math.Max(1, 0.001 * points), score.Id);
                }
            }
        }
        compared.ShouldBe(22);
    }

    [Fact]
    public void Published_ScoresOnlyOrTimes_HaveSourceAndDay()
    {
        All.Select(score => score.Id).ShouldBeUnique();
        All.ShouldAllBe(score => score.SourceText.Length > 10 && score.Source.AsOf != null);
        All.Single(score => score.Id == "colab-v100").Training.ShouldBe(16289);
        All.Single(score => score.Id == "gcp-v100-sxm2").Sheet!.Inference!.IsPartial.ShouldBeTrue();
    }
}
