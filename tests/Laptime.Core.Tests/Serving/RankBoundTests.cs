using Laptime.Core.Serving;

namespace Laptime.Core.Tests.Serving;

public class RankBoundTests
{
    // The table of MLPerf's early stopping at 99 % confidence.
    [Theory]
    [InlineData(0.9, 44, 64, 197)]
    [InlineData(0.95, 90, 130, 398)]
    [InlineData(0.99, 459, 662, 2010)]
    [InlineData(0.999, 4603, 6636, 20140)]
    public void QueriesNeeded_EarlyStoppingTable_IsReproducedExactly(double percentile, int none, int one, int ten)
    {
        RankBound.QueriesNeeded(percentile, 0).ShouldBe(none);
        RankBound.QueriesNeeded(percentile, 1).ShouldBe(one);
        RankBound.QueriesNeeded(percentile, 10).ShouldBe(ten);
    }

    [Fact]
    public void QueriesNeeded_NoneOver_IsTheClosedForm()
    {
        // All n below: (percentile)^n ≤ 1 − confidence.
        foreach (double percentile in new[] { 0.5, 0.75, 0.97, 0.9999 })
        {
            int closed = (int)Math.Ceiling(Math.Log(0.01) / Math.Log(percentile));
            RankBound.QueriesNeeded(percentile, 0).ShouldBe(closed);
        }
    }

    [Theory]
    [InlineData(458, null)]
    [InlineData(459, 0)]
    [InlineData(661, 0)]
    [InlineData(662, 1)]
    [InlineData(2009, 9)]
    [InlineData(2010, 10)]
    public void OverAllowed_InvertsTheTable(int queries, int? over) =>
        RankBound.OverAllowed(0.99, queries).ShouldBe(over);

    [Fact]
    public void OverAllowed_ManyQueries_AgreesWithQueriesNeeded()
    {
        for (int over = 0; over < 400; over += 7)
        {
            int needed = RankBound.QueriesNeeded(0.95, over);
            RankBound.OverAllowed(0.95, needed).ShouldBe(over);
            (RankBound.OverAllowed(0.95, needed - 1) ?? -1).ShouldBe(over - 1);
        }
    }

    [Fact]
    public void Upper_LeavesAsManyAboveAsAllowed()
    {
        double[] sorted = [.. Enumerable.Range(1, 2010).Select(i => (double)i)];

        RankBound.Upper(sorted, 0.99).ShouldBe(2000); // ten above
        RankBound.Upper(sorted.AsSpan(0, 459), 0.99).ShouldBe(459); // the highest
        RankBound.Upper(sorted.AsSpan(0, 458), 0.99).ShouldBeNull();
    }

    [Fact]
    public void Upper_IndependentLatencies_HoldsAsOftenAsItSays()
    {
        // Exponential latencies, whose p99 is ln 100.
        Random random = new(7);
        const int Experiments = 4000;
        int failed = 0;
        for (int i = 0; i < Experiments; i++)
        {
            double[] sorted = [.. Enumerable.Range(0, 662).Select(_ => -Math.Log(1 - random.NextDouble())).Order()];
            failed += RankBound.Upper(sorted, 0.99) < Math.Log(100) ? 1 : 0;
        }
        // 662 is where the probability just falls to 1 %: standard error 0.16 %.
        ((double)failed / Experiments).ShouldBeInRange(0.006, 0.014);
    }

    [Fact]
    public void Interval_IndependentLatencies_Covers95Percent()
    {
        Random random = new(8);
        const int Experiments = 2000;
        int covered = 0;
        for (int i = 0; i < Experiments; i++)
        {
            double[] sorted = [.. Enumerable.Range(0, 1000).Select(_ => random.NextDouble()).Order()];
            (double low, double high) = RankBound.Interval(sorted, 0.9)!.Value;
            covered += low <= 0.9 && high >= 0.9 ? 1 : 0;
        }
        ((double)covered / Experiments).ShouldBeInRange(0.94, 0.975);
    }

    [Theory]
    [InlineData(459, 0, LatencyVerdict.Met)]
    [InlineData(459, 1, LatencyVerdict.Undecided)]
    [InlineData(662, 1, LatencyVerdict.Met)]
    [InlineData(458, 0, LatencyVerdict.Undecided)]
    [InlineData(100, 5, LatencyVerdict.Missed)] // expected 1; 5 or more have probability 0.34 %
    [InlineData(100, 4, LatencyVerdict.Undecided)] // 1.8 %
    [InlineData(20, 20, LatencyVerdict.Missed)]
    public void Judge_QueriesOverTheBound_IsTheEarlyStoppingRule(int queries, int over, LatencyVerdict expected) =>
        LatencyTest.Judge(queries, over, 0.99).ShouldBe(expected);

    [Theory]
    [InlineData(1000, 10, true)]
    [InlineData(1000, 11, false)]
    [InlineData(50, 0, true)]
    [InlineData(50, 1, false)]
    [InlineData(100, 5, false)]
    public void Holds_Undecided_GoesByTheShare(int queries, int over, bool expected) =>
        LatencyTest.Holds(queries, over, 0.99).ShouldBe(expected);
}
