using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Serving;
using Laptime.Core.Trials;
using Laptime.Testing;
using Case = Laptime.Core.Cases.Case;

namespace Laptime.Core.Tests.Serving;

public class ServingSummaryTests
{
    [Fact]
    public void Summarize_SingleStream_TakesP90AcrossLaunches()
    {
        // Uniform latencies of 10 to 20 ms, in launches that differ by their scale alone.
        CaseResult result = Summarize(
            Scenario.SingleStream,
            null,
            [.. new[] { 1.0, 1.02, 0.98 }.Select(scale => Stream(1000, i => 0.01 + (0.01 * Shuffled(i)), scale))]
        );

        LatencyPercentile p90 = result.Serving!.Headline!;
        double[] launches = [0.019, 0.019 * 1.02, 0.019 * 0.98];
        p90.Latency.Value.ShouldBe(Math.Exp(launches.Average(Math.Log)), 2e-5);
        // t(0.975, 2) = 4.3027; s of the logarithms, and the floor of 0.25 %.
        double mean = launches.Average(Math.Log);
        double squared = launches.Sum(l => Math.Pow(Math.Log(l) - mean, 2)) / 2 / 3;
        p90.HalfWidth!.Value.ShouldBe(Math.Sqrt((4.30265 * 4.30265 * squared) + (0.0025 * 0.0025)), 1e-4);
        result.HalfWidth.ShouldBe(p90.HalfWidth);
        result.StepTime!.Value.Value.ShouldBe(p90.Latency.Value, 1e-9);
        result.ItemsPerSecond.ShouldBeNull("a latency is no rate");
        result.Serving.Queries.ShouldBe(3000);
        result.Serving.Percentiles.Select(p => p.Percentile).ShouldBe([0.5, 0.9, 0.95, 0.99]); // 10,000 for p99.9
    }

    [Fact]
    public void Summarize_IndependentQueries_HaveARankBound()
    {
        CaseResult independent = Summarize(
            Scenario.SingleStream,
            null,
            [Stream(1000, i => 0.01 + (0.01 * Shuffled(i)), 1)]
        );
        CaseResult sticky = Summarize(Scenario.SingleStream, null, [Stream(1000, i => 0.01 + (1e-5 * i), 1)]);

        independent.Serving!.LagOne.ShouldBe(0, 0.1);
        independent.Serving.Headline!.AtMost!.Value.Value.ShouldBeInRange(0.019, 0.0196);
        sticky.Serving!.LagOne.ShouldBeGreaterThan(0.95);
        sticky.Serving.Headline!.AtMost.ShouldBeNull();
    }

    [Fact]
    public void Summarize_FewQueries_GivesNoInterval()
    {
        CaseResult result = Summarize(
            Scenario.MultiStream,
            null,
            [Stream(400, _ => 0.1, 1), Stream(400, _ => 0.1, 1), Stream(400, _ => 0.1, 1)]
        );

        result.Serving!.Headline!.Percentile.ShouldBe(0.99);
        result.HalfWidth.ShouldBeNull();
        result.Findings.ShouldContain(finding => finding.Code == FindingCode.FewQueries);
        result
            .Findings.Single(finding => finding.Code == FindingCode.FewQueries)
            .Message.ShouldBe("p99 rests on 400 queries a launch; its interval needs 1,000.");
    }

    [Fact]
    public void Summarize_ServerSearch_ComparesByRate()
    {
        ServingTerms terms = new() { LatencyBound = new Seconds(0.1) };

        CaseResult result = Summarize(Scenario.Server, terms, [Server(50), Server(52), Server(51)]);

        result.Serving!.QueriesPerSecond.ShouldBe(Math.Pow(50.0 * 51 * 52, 1 / 3.0), 1e-6);
        result.Serving.RateHalfWidth.ShouldBe(result.HalfWidth);
        result.ItemsPerSecond!.Value.ShouldBe(result.Serving.QueriesPerSecond, 1e-6);
        result.Launches[0].Value.ShouldBe(1 / 50.0, 1e-9);
        result.Serving.OverBound!.Value.ShouldBe(0, 1e-9);
        result.Serving.Lateness!.Value.Value.ShouldBe(0, 1e-9);
        result.Findings.ShouldContain(finding => finding.Code == FindingCode.ShortConfirmation); // tier quick
    }

    [Fact]
    public void Summarize_SearchPasses_DoNotCount()
    {
        ServingTerms terms = new() { LatencyBound = new Seconds(0.1) };
        ServingPass slow = Pass(Phase.Pilot, 99, 100, i => 5.0);
        TrialSamples server = Server(50);

        CaseResult result = Summarize(
            Scenario.Server,
            terms,
            [server with { Serving = server.Serving! with { Passes = server.Serving.Passes.Insert(0, slow) } }]
        );

        result.Serving!.Maximum.Value.ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Summarize_RateAskedFor_IsJudgedByP99()
    {
        ServingTerms terms = new() { LatencyBound = new Seconds(0.1), Rate = 50 };
        TrialSamples offered = Server(50, searched: false);

        CaseResult result = Summarize(Scenario.Server, terms, [offered, offered]);

        result.Serving!.Headline!.Percentile.ShouldBe(0.99);
        result.Serving.RateHalfWidth.ShouldBeNull("nobody measured the rate");
    }

    [Fact]
    public void Summarize_ClosedLoop_IsAlwaysLabelled() =>
        Summarize(Scenario.ClosedLoop, new() { Clients = 4 }, [Stream(1000, _ => 0.01, 1, Scenario.ClosedLoop)])
            .Findings.ShouldContain(finding => finding.Code == FindingCode.ClosedLoop);

    [Fact]
    public void Of_ClosedLoopAndServer_AreNeverPaired()
    {
        ServingTerms bound = new() { LatencyBound = new Seconds(0.1) };
        CaseResult server = Summarize(Scenario.Server, bound, [Server(50)]);
        CaseResult looser = Summarize(Scenario.Server, bound with { LatencyBound = new Seconds(0.2) }, [Server(60)]);
        CaseResult loop = Summarize(
            Scenario.ClosedLoop,
            new() { Clients = 4 },
            [Stream(1000, _ => 0.01, 1, Scenario.ClosedLoop)]
        );

        CaseRatios.Of([server], [loop]).Rows.ShouldBeEmpty();
        CaseRatios.Of([server], [looser]).Rows.ShouldBeEmpty();
        CaseRatios.Of([server], [server]).Rows.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(Scenario.Infer, null, "net/infer/b8/fp32/stock/cpu/t2")]
    [InlineData(Scenario.SingleStream, null, "net/single-stream/b8/fp32/stock/cpu/t2")]
    [InlineData(Scenario.ClosedLoop, 4, "net/closed-loop/b8/fp32/stock/cpu/t2/clients4")]
    public void Id_SaysWhatIsFixed(Scenario scenario, int? clients, string expected) =>
        (
            Synthetic.Case() with
            {
                Scenario = scenario,
                Serving = clients is null ? null : new ServingTerms { Clients = clients },
            }
        ).Id.ShouldBe(expected);

    [Fact]
    public void Id_Server_IsExactToTheMicrosecond() =>
        (
            Synthetic.Case() with
            {
                Scenario = Scenario.Server,
                Serving = new ServingTerms { LatencyBound = new Seconds(0.07), Rate = 12.5 },
            }
        ).Id.ShouldBe("net/server/b8/fp32/stock/cpu/t2/within70ms/rate12.5");

    private static CaseResult Summarize(Scenario scenario, ServingTerms? terms, ImmutableArray<TrialSamples> launches)
    {
        Case @case = Synthetic.Case() with { Scenario = scenario, Serving = terms };
        Run run = Synthetic.Run(Tier.Quick, 60, @case);
        return CaseSummary
            .Summarize(
                new RunRecord(
                    run,
                    [
                        .. launches.Select(
                            (samples, i) =>
                                Synthetic.Trial(
                                    @case,
                                    i + 1,
                                    samples with
                                    {
                                        Serving = samples.Serving! with { Scenario = scenario },
                                    }
                                )
                        ),
                    ]
                ),
                Protocol.Current
            )
            .ShouldHaveSingleItem();
    }

    // A permutation of 0 … 1 whose neighbours have nothing to do with each other.
    private static double Shuffled(int i) => Permutation[i] / 1000.0;

    private static readonly int[] Permutation = [.. Enumerable.Range(0, 1000).OrderBy(HashOf)];

    // Knuth's multiplicative hash, mixed once more: an order without order.
    private static uint HashOf(int i)
    {
        uint hash = (uint)(i + 1) * 2654435761u;
        return (hash ^ (hash >> 15)) * 2246822519u;
    }

    private static TrialSamples Stream(
        int queries,
        Func<int, double> latency,
        double scale,
        Scenario scenario = Scenario.SingleStream
    ) =>
        Synthetic.Samples([0.01]) with
        {
            Serving = new ServingSamples
            {
                Scenario = scenario,
                SamplesPerQuery = 1,
                Passes = [Pass(Phase.Measurement, null, queries, i => latency(i) * scale)],
            },
        };

    private static TrialSamples Server(double rate, bool searched = true)
    {
        ServingPass scored = Pass(Phase.Measurement, rate, 1000, i => 0.01 + (0.01 * Shuffled(i)));
        ServingPass tried = Pass(Phase.Pilot, rate * 2, 100, _ => 0.01);
        return Synthetic.Samples([0.01]) with
        {
            Serving = new ServingSamples
            {
                Scenario = Scenario.Server,
                SamplesPerQuery = 1,
                Passes = searched ? [tried, scored] : [scored],
            },
        };
    }

    private static ServingPass Pass(Phase phase, double? rate, int queries, Func<int, double> latency) =>
        new()
        {
            Phase = phase,
            Rate = rate,
            Seed = 1,
            Queries =
            [
                .. Enumerable
                    .Range(0, queries)
                    .Select(i =>
                    {
                        long arrival = i * 10_000_000_000L;
                        return new ServedQuery(arrival, arrival, arrival + (long)Math.Round(latency(i) * 1e9));
                    }),
            ],
        };
}
