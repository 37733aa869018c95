using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Testing;

namespace Laptime.Core.Tests.AiBenchmark;

public class ScoreSheetTests
{
    [Fact]
    public void Scores_AtReferenceTimes_AreTenThousandEach()
    {
        ScoreSheet sheet = Sheet(test => test.Reference.Value);

        sheet.Inference!.Value.ShouldBeInRange(9999, 10000);
        sheet.Training!.Value.ShouldBeInRange(9999, 10000);
        sheet.Ai!.Value.ShouldBe(sheet.Inference.Value + sheet.Training.Value);
        sheet.Ai.IsPartial.ShouldBeFalse();
        sheet.Micro.ShouldBeNull();
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(3)]
    [InlineData(40)]
    public void Points_AllTimesScaled_ScaleTheOtherWay(double factor)
    {
        ScoreSheet sheet = Sheet(test => test.Reference.Value * Wobble(test));
        ScoreSheet scaled = Sheet(test => test.Reference.Value * Wobble(test) * factor);

        scaled.Inference!.Points.ShouldBe(sheet.Inference!.Points / factor, 1e-8 * sheet.Inference.Points);
        scaled.Inference.Uncertainty!.Value.Error.ShouldBe(sheet.Inference.Uncertainty!.Value.Error, 1e-12);
    }

    [Fact]
    public void Points_OneTimeShorter_RiseByItsRootAlone()
    {
        SubTest faster = SubTests.Full[0];
        ScoreSheet before = Sheet(test => test.Reference.Value);
        ScoreSheet after = Sheet(test => test.Reference.Value / (test == faster ? 2 : 1));

        // 24 sub-tests: one of them twice as fast is worth the 24th root of 2.
        (after.Inference!.Points / before.Inference!.Points).ShouldBe(Math.Pow(2, 1.0 / 24), 1e-12);
        after.Training!.Points.ShouldBe(before.Training!.Points);
    }

    [Fact]
    public void Points_OtherOrder_SameToTheLastBit()
    {
        ScoreSheet sheet = Sheet(test => test.Reference.Value * Wobble(test));
        ScoreSheet turned = sheet with { Figures = [.. sheet.Figures.Reverse()] };

        turned.Inference!.Points.ShouldBe(sheet.Inference!.Points);
    }

    [Fact]
    public void Interval_EqualErrors_IsTheClosedForm()
    {
        // σ/mean 2 %, 21 iterations: se of a log mean is 0.02/√20; of 24 of them 1/√24 of that, with 24·20 degrees.
        ScoreSheet sheet = Sheet(test => test.Reference.Value);
        (double error, double freedom) = sheet.Inference!.Uncertainty!.Value;

        error.ShouldBe(0.02 / Math.Sqrt(20) / Math.Sqrt(24), 1e-12);
        freedom.ShouldBe(480, 1e-6);
        // Student's t with 480 degrees of freedom, tables: 1.965.
        Math.Log(sheet.Inference.Interval!.Value.High / sheet.Inference.Points).ShouldBe(1.965 * error, 1e-6);
    }

    [Fact]
    public void Interval_SingleIterationSomewhere_IsNotKnown()
    {
        ScoreSheet sheet = Sheet(test => test.Reference.Value);
        sheet = sheet with { Figures = sheet.Figures.SetItem(0, sheet.Figures[0] with { Iterations = 1 }) };

        sheet.Inference!.Interval.ShouldBeNull();
        sheet.Training!.Interval.ShouldNotBeNull();
    }

    [Fact]
    public void Score_SubTestMissing_IsPartial()
    {
        ScoreSheet sheet = Sheet(test => test.Reference.Value);
        sheet = sheet with { Figures = sheet.Figures.RemoveAt(0) };

        sheet.Inference!.IsPartial.ShouldBeTrue();
        sheet.Inference.Present.ShouldBe(23);
        sheet.Ai!.IsPartial.ShouldBeTrue();
        sheet.Training!.IsPartial.ShouldBeFalse();
    }

    [Fact]
    public void StandOuts_OneNetworkSlower_IsTheOnlyOne()
    {
        ScoreSheet sheet = Sheet(test => test.Reference.Value * (test.Id == "18.2" ? 3 : 1.5 * Wobble(test)));

        StandOut found = StandOuts.Of(sheet, reference: null).ShouldHaveSingleItem();

        found.SubTest.Id.ShouldBe("18.2");
        found.Ratio.ShouldBe(1 / 3.0, 1e-9);
        found.Factor.ShouldBeLessThan(0.6);
    }

    [Fact]
    public void StandOuts_AgainstItself_AreNone() => StandOuts.Of(Sheet(Odd), Sheet(Odd)).ShouldBeEmpty();

    [Theory]
    [InlineData(0.05, 21)] // 22 fit into 30 s
    [InlineData(2, 14)] // 15 started within 30 s
    [InlineData(20, 4)] // 5 within 100 s
    [InlineData(60, 1)] // 2 started within 100 s
    [InlineData(120, 1)] // the first alone is kept
    public void KeptAt_MeanTime_FollowsTheLimits(double seconds, int kept) =>
        ClassicRules.Original.KeptAt(new Seconds(seconds)).ShouldBe(kept);

    [Fact]
    public void OfRun_ClassicTrials_KeepsMeasurementBlocksOnly()
    {
        SubTest test = SubTests.Full[0];
        ScoreSheet sheet = RunScores.Of(Record(test, launches: 1));

        SubTestFigure figure = sheet.Figures.ShouldHaveSingleItem();
        // Blocks of 0.1, 0.2 and 0.3 s: mean 0.2, population deviation √(2/3)/10. The first took 9 s and does not count.
        figure.Mean.Value.ShouldBe(0.2, 1e-12);
        figure.Deviation!.Value.Value.ShouldBe(Math.Sqrt(2.0 / 3) / 10, 1e-12);
        figure.Iterations.ShouldBe(3);
        sheet.Inference!.IsPartial.ShouldBeTrue();
        sheet.Missing.Length.ShouldBe(23);
        sheet.Missing[0].Reason.ShouldBe("not part of the run");
    }

    [Fact]
    public void OfRun_SeveralLaunches_ErrorIsBetweenThem()
    {
        SubTestFigure figure = RunScores.Of(Record(SubTests.Full[0], launches: 2)).Figures.ShouldHaveSingleItem();

        // Launch means 0.2 and 0.4 s: s of the logarithms is ln 2/√2, by √2 launches ln 2/2.
        figure.Mean.Value.ShouldBe(0.3, 1e-12);
        figure.Uncertainty!.Value.Error.ShouldBe(Math.Log(2) / 2, 1e-12);
        figure.Uncertainty.Value.DegreesOfFreedom.ShouldBe(1);
    }

    [Fact]
    public void IsClassic_OwnProtocol_IsNot()
    {
        RunScores.IsClassic("ai-benchmark", Tier.Standard).ShouldBeFalse();
        RunScores.IsClassic("quick", Tier.Fixed).ShouldBeFalse();
        RunScores.IsClassic("ai-benchmark-micro", Tier.Fixed).ShouldBeTrue();
    }

    private static RunRecord Record(SubTest test, int launches)
    {
        var @case = test.On(DeviceName.Cpu, 2);
        Run run = Some.Run();
        run = run with { Tier = Tier.Fixed, Suite = run.Suite with { Name = AiBenchmarkSuite.Name, Cases = [@case] } };
        return new RunRecord(
            run,
            [
                .. Enumerable
                    .Range(1, launches)
                    .Select(launch =>
                        Some.Trial(run.Id) with
                        {
                            Case = @case,
                            Launch = launch,
                            Outcome = new TrialOutcome.Measured(
                                Some.Samples() with
                                {
                                    Blocks =
                                    [
                                        .. new[] { 9, 0.1, 0.2, 0.3 }.Select(
                                            (seconds, i) =>
                                                new Block
                                                {
                                                    Phase = i == 0 ? Phase.Warmup : Phase.Measurement,
                                                    StartTicks = i,
                                                    Steps = 1,
                                                    Wall = new Seconds(seconds * launch),
                                                }
                                        ),
                                    ],
                                }
                            ),
                        }
                    ),
            ]
        );
    }

    internal static ScoreSheet Sheet(Func<SubTest, double> seconds, string id = "some") =>
        new()
        {
            Id = id,
            Machine = id,
            Provenance = Provenance.Run,
            Origin = "somewhere",
            Figures =
            [
                .. SubTests.Full.Select(test => new SubTestFigure
                {
                    SubTest = test,
                    Mean = new Seconds(seconds(test)),
                    Deviation = new Seconds(seconds(test) * 0.02),
                    Iterations = 21,
                }),
            ],
            Missing = [],
        };

    private static double Odd(SubTest test) => test.Reference.Value * (test.Test == 17 ? 5 : 1);

    // Up to ±4 %, the same each time.
    private static double Wobble(SubTest test) => 1 + (0.04 * Math.Sin(test.Test + (10 * test.Number)));
}
