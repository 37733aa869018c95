using System.Collections.Immutable;
using Laptime.Core.AiBenchmark;

namespace Laptime.Core.Tests.AiBenchmark;

public class RankingTests
{
    [Fact]
    public void Of_OverlappingIntervals_ShareTheRank()
    {
        var ranking = Ranking.Of(
            [Entry("slow", 500, 0.01), Entry("b", 995, 0.01), Entry("a", 1000, 0.01)],
            ScoreName.Training,
            all: false
        );

        ranking
            .Ranked.Select(r => (r.Entry.Id, r.Rank, r.IsTie))
            .ShouldBe([("a", 1, true), ("b", 1, true), ("slow", 3, false)]);
    }

    [Fact]
    public void Of_NoIntervals_OnlyEqualPointsTie()
    {
        var ranking = Ranking.Of(
            [Entry("a", 1000, null), Entry("b", 1000, null), Entry("c", 999, null)],
            ScoreName.Training,
            all: false
        );

        ranking.Ranked.Select(r => r.Rank).ShouldBe([1, 1, 3]);
    }

    [Fact]
    public void Of_PartialScore_StandsApart()
    {
        RankEntry partial = Entry("partial", 9000, null, present: 17);

        var ranking = Ranking.Of([partial, Entry("a", 1000, null)], ScoreName.Training, all: false);

        ranking.Ranked.ShouldHaveSingleItem().Entry.Id.ShouldBe("a");
        ranking.Unranked.ShouldHaveSingleItem().Id.ShouldBe("partial");
    }

    [Fact]
    public void Of_SameMachineTwice_LatestWholeScoreOnlyUnlessAll()
    {
        RankEntry[] entries =
        [
            Entry("old", 1000, null) with
            {
                SameMachine = "m",
                MeasuredAt = DateTimeOffset.UnixEpoch,
            },
            Entry("new", 900, null) with
            {
                SameMachine = "m",
                MeasuredAt = DateTimeOffset.UnixEpoch.AddDays(1),
            },
            Entry("broken", 9000, null, present: 3) with
            {
                SameMachine = "m",
                MeasuredAt = DateTimeOffset.UnixEpoch.AddDays(2),
            },
        ];

        Ranking.Of(entries, ScoreName.Training, all: false).Ranked.ShouldHaveSingleItem().Entry.Id.ShouldBe("new");
        Ranking.Of(entries, ScoreName.Training, all: true).Ranked.Length.ShouldBe(2);
    }

    [Fact]
    public void Ratios_SecondTwiceAsFastButInOne_OutlierFirst()
    {
        ScoreSheet first = ScoreSheetTests.Sheet(test => test.Reference.Value);
        ScoreSheet second = ScoreSheetTests.Sheet(test => test.Reference.Value * (test.Id == "7.2" ? 2 : 0.5));

        var table = RatioTable.Of(first, second with { Figures = second.Figures.RemoveAt(0) });

        table.Rows[0].Name.ShouldBe("7.2 VGG-16 training");
        table.Rows[0].SpeedUp.ShouldBe(0.5, 1e-12);
        table.Rows[0].Winner.ShouldBe(-1);
        table.Rows[1].Winner.ShouldBe(1);
        // 40 halved and one doubled: 2^(39/41).
        table.Mean!.SpeedUp.ShouldBe(Math.Pow(2, 39.0 / 41), 1e-9);
        table.OnlyFirst.ShouldBe(["1.1 MobileNet-V2 inference"]);
        // σ/mean 2 % on both sides with 21 iterations: √2·0.02/√20.
        table.Rows[0].Uncertainty!.Value.Error.ShouldBe(Math.Sqrt(2) * 0.02 / Math.Sqrt(20), 1e-12);
    }

    private static RankEntry Entry(string id, double points, double? error, int present = 18) =>
        new()
        {
            Id = id,
            Machine = id,
            Provenance = Provenance.Run,
            Origin = "",
            Scores = ImmutableDictionary<ScoreName, Score>.Empty.Add(
                ScoreName.Training,
                new Score
                {
                    Points = points,
                    Present = present,
                    Expected = 18,
                    Uncertainty = error is { } e ? (e, 100) : null,
                }
            ),
        };
}
