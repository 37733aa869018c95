using System.Collections.Immutable;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Sweeps;
using Laptime.Testing;
using Case = Laptime.Core.Cases.Case;

namespace Laptime.Core.Tests.Sweeps;

public sealed class SweepTests
{
    private static readonly Case Plain = Some.Case();

    [Fact]
    public void Of_BatchAndThreads_AreOneSweepRelativeToBestAndFirst()
    {
        Sweep sweep = Of([
                (Plain with { Batch = 1 }, 10),
                (Plain with { Batch = 8 }, 40),
                (Plain with { Batch = 8, Threads = 1 }, 20),
                (Plain with { Batch = 1, Precision = Precision.Tf32 }, null),
            ])
            .ShouldHaveSingleItem();

        (sweep.VariesBatch, sweep.VariesThreads, sweep.VariesPrecision, sweep.VariesMode).ShouldBe(
            (true, true, true, false)
        );
        sweep.Rows.Select(row => (row.OfBest, row.OfFirst)).ShouldBe([(0.25, 1), (1, 4), (0.5, 2), (null, null)]);
    }

    [Fact]
    public void Of_StockAndTunedAlone_AreNoSweep() => Of([(Plain, 1), (Plain.In(Mode.Tuned), 2)]).ShouldBeEmpty();

    [Fact]
    public void Of_OtherScenarioOrShape_AreSweepsOfTheirOwn()
    {
        Case inference = Plain with { Scenario = Scenario.Infer };
        Case small = Plain with { Shape = Plain.Shape.SetItem("image", 64) };

        ImmutableArray<Sweep> sweeps = Of([
            (Plain, 1),
            (Plain with { Batch = 2 }, 2),
            (inference, 3),
            (small, 4),
            (small with { Batch = 2 }, 5),
        ]);

        sweeps.Select(sweep => sweep.Rows.Length).ShouldBe([2, 2], "one inference is no sweep");
        sweeps.Select(sweep => sweep.First).ShouldBe([Plain, small]);
    }

    [Fact]
    public void Of_SearchedBatch_IsASweepOfOneRow()
    {
        BatchSearch search = new() { Case = Plain with { Batch = 1 }, Probes = [] };
        Run run = Some.Run() with { BatchSearches = [search] };

        Sweep.Of(run, [Result(Plain, 1)]).ShouldHaveSingleItem().Searches.ShouldBe([search]);
    }

    [Fact]
    public void Of_AiBenchmark_HasNone()
    {
        Run run = Some.Run() with { Suite = Some.Suite() with { Name = AiBenchmarkSuite.Name } };

        Sweep.Of(run, [Result(Plain, 1), Result(Plain with { Batch = 2 }, 1)]).ShouldBeEmpty();
    }

    [Fact]
    public void IsOne_SeveralBatches_NotModesAlone()
    {
        Suite suite = Some.Suite();

        Sweep.IsOne(suite).ShouldBeFalse("stock and tuned");
        Sweep.IsOne(suite with { Cases = suite.Cases.Add(Plain with { Batch = 9 }) }).ShouldBeTrue();
    }

    private static ImmutableArray<Sweep> Of((Case Case, double? Rate)[] results) =>
        Sweep.Of(Some.Run(), [.. results.Select(result => Result(result.Case, result.Rate))]);

    private static CaseResult Result(Case @case, double? rate) =>
        new()
        {
            Case = @case,
            Status = rate is null ? CaseStatus.Skipped : CaseStatus.Measured,
            ItemsPerSecond = rate,
        };
}
