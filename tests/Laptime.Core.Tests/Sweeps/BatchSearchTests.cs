using Laptime.Core.Quantities;
using Laptime.Core.Sweeps;
using Laptime.Testing;

namespace Laptime.Core.Tests.Sweeps;

public sealed class BatchSearchTests
{
    private static readonly BatchSearch Begun = new() { Case = Synthetic.Case() with { Batch = 1 }, Probes = [] };

    [Fact]
    public void Next_EveryEdge_IsFoundExactlyInLogarithmicTime()
    {
        Random random = new(1);
        foreach (
            int edge in Enumerable.Range(1, 300).Concat(Enumerable.Range(0, 100).Select(_ => random.Next(1 << 20)))
        )
        {
            BatchSearch found = Search(batch => batch <= edge);

            (found.Largest, found.SmallestTooLarge, found.IsExact, found.IsCutShort).ShouldBe(
                (edge, edge + 1, true, false),
                $"edge {edge}"
            );
            // Doubling takes log2 + 2 tries, halving between neighbours of a power of two log2 more.
            found.Probes.Length.ShouldBeLessThanOrEqualTo((2 * (int)Math.Log2(edge)) + 2, $"edge {edge}");
            found.Probes.Select(probe => probe.Batch).ShouldBeUnique();
        }
    }

    [Fact]
    public void Next_NotEvenOneFits_EndsAfterOneTry()
    {
        BatchSearch found = Search(_ => false);

        found.Probes.ShouldHaveSingleItem().Batch.ShouldBe(1);
        (found.Largest, found.Best, found.IsExact, found.Next).ShouldBe(((int?)null, (int?)null, false, (int?)null));
    }

    [Fact]
    public void Next_NoEdge_EndsAtTheCeiling()
    {
        BatchSearch found = Search(_ => true);

        (found.Largest, found.IsExact, found.IsCutShort).ShouldBe((BatchSearch.Ceiling, false, false));
    }

    [Fact]
    public void Next_TimeAllowedIsOver_StopsAndSaysSo()
    {
        BatchSearch found = Search(batch => batch <= 100, Begun with { TimeAllowed = new Seconds(3.5) });

        // A second each: the fourth try began in time.
        (found.Probes.Length, found.Largest, found.IsExact, found.IsCutShort).ShouldBe((4, 8, false, true));
    }

    [Fact]
    public void IsCutShort_DoneWithTheLastSecond_IsFalse()
    {
        BatchSearch found = Search(batch => batch <= 1, Begun with { TimeAllowed = new Seconds(2) });

        (found.Largest, found.IsExact, found.IsCutShort).ShouldBe((1, true, false));
    }

    [Fact]
    public void Next_Obstacle_TriesNothing()
    {
        BatchSearch found = Begun with { Obstacle = "No such precision." };

        (found.Next, found.IsCutShort).ShouldBe(((int?)null, false));
    }

    [Theory]
    [InlineData(new[] { 10.0, 20, 30, 29 }, 4)]
    [InlineData(new[] { 10.0, 20, 29.5, 30 }, 4)] // within 2 %: the smaller
    [InlineData(new[] { 10.0, 20, 29, 30 }, 8)]
    [InlineData(new[] { 30.0, 20, 10, 5 }, 1)]
    public void Best_IsTheSmallestOfTheFastest(double[] rates, int best)
    {
        BatchSearch found = Begun with
        {
            Probes = [.. rates.Select((rate, i) => Probe(1 << i, fits: true) with { ItemsPerSecond = rate })],
        };

        found.Best.ShouldBe(best);
    }

    private static BatchSearch Search(Func<int, bool> fits, BatchSearch? from = null)
    {
        BatchSearch search = from ?? Begun;
        while (search.Next is { } batch)
        {
            search = search with { Probes = search.Probes.Add(Probe(batch, fits(batch))) };
        }
        return search;
    }

    private static BatchProbe Probe(int batch, bool fits) =>
        new()
        {
            Batch = batch,
            Fits = fits,
            ItemsPerSecond = fits ? batch : null,
            Elapsed = new Seconds(1),
        };
}
