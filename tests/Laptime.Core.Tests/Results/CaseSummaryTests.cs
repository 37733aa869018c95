using System.Collections.Immutable;
using System.Text.Json;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Testing;
using Case = Laptime.Core.Cases.Case;

namespace Laptime.Core.Tests.Results;

public class CaseSummaryTests
{
    private static readonly Case Net = Synthetic.Case();

    [Fact]
    public void Summarize_ThreeQuietLaunches_GivesFiguresAndGradeA()
    {
        CaseResult result = Summarize(Launch(1, 0.01), Launch(2, 0.01), Launch(3, 0.01));

        result.Status.ShouldBe(CaseStatus.Measured);
        result.StepTime!.Value.Value.ShouldBe(0.01, 1e-9);
        result.HalfWidth!.Value.ShouldBe(0.0025, 1e-9); // the floor
        result.ItemsPerSecond!.Value.ShouldBe(800, 1e-6);
        result.TailTax!.Value.ShouldBe(0, 1e-9);
        result.Blocks.ShouldBe(48);
        result.Grade.ShouldBe(Grade.A);
        result.Findings.ShouldBeEmpty();
        result.Resolved.ShouldBeTrue();
        result.Rankable.ShouldBeFalse(); // quick
    }

    [Fact]
    public void Summarize_StallInEveryLaunch_TypicalStaysDeliveredFalls()
    {
        double[] stalled = [.. Enumerable.Repeat(0.01, 15), 0.1];

        CaseResult result = Summarize(Launch(1, stalled), Launch(2, stalled), Launch(3, stalled));

        result.StepTime!.Value.Value.ShouldBe(0.01, 1e-9);
        result.TailTax!.Value.ShouldBe(((15 * 0.01) + 0.1) / 0.16 - 1, 1e-9);
        result.Findings.Select(finding => finding.Code).ShouldContain(FindingCode.HeavyTail);
        result.Grade.ShouldBe(Grade.B);
    }

    [Fact]
    public void Summarize_Standard_RankableOnceResolved()
    {
        Trial[] trials = [.. Enumerable.Range(1, 5).Select(launch => Launch(launch, 0.01))];

        Summarize(Tier.Standard, trials).Rankable.ShouldBeTrue();
        Summarize(Tier.Standard, trials[..4]).Rankable.ShouldBeFalse();
    }

    [Fact]
    public void Summarize_OneLaunch_HasNoInterval()
    {
        CaseResult result = Summarize(Launch(1, 0.01));

        result.HalfWidth.ShouldBeNull();
        result.Resolved.ShouldBeFalse();
        result.Findings.Select(finding => finding.Code).ShouldContain(FindingCode.Unresolved);
    }

    [Fact]
    public void Summarize_TelemetryMissing_IsGradeC()
    {
        CaseResult result = Summarize(Changed(1, samples => samples with { Unverified = [FindingCode.Steal] }));

        result.Grade.ShouldBe(Grade.C);
    }

    [Fact]
    public void Summarize_OneInvalidOfFour_IsReportedAndNotCounted()
    {
        CaseResult result = Summarize(
            Launch(1, 0.01),
            Launch(2, 0.01),
            Launch(3, 0.01),
            Changed(4, samples => samples with { InvalidReason = "The clock changed." }, 0.5)
        );

        result.StepTime!.Value.Value.ShouldBe(0.01, 1e-9);
        result.InvalidLaunches.ShouldBe(1);
        result.Grade.ShouldBe(Grade.B);
    }

    [Fact]
    public void Summarize_HalfOfLaunchesInvalid_IsGradeX() =>
        Summarize(Launch(1, 0.01), Changed(2, samples => samples with { InvalidReason = "Noise." }))
            .Grade.ShouldBe(Grade.X);

    [Theory]
    [InlineData(FindingCode.DeviceError)]
    [InlineData(FindingCode.Numeric)]
    public void Summarize_ResultUnusable_IsGradeX(string code) =>
        Summarize(
            Launch(1, 0.01),
            Launch(2, 0.01),
            Launch(3, 0.01),
            Changed(4, samples => samples with { Flags = [code], InvalidReason = "Broken." })
        )
            .Grade.ShouldBe(Grade.X);

    [Fact]
    public void Summarize_AllInvalid_SaysWhy()
    {
        CaseResult result = Summarize(Changed(1, samples => samples with { InvalidReason = "Noise." }));

        result.Status.ShouldBe(CaseStatus.Invalid);
        result.StepTime.ShouldBeNull();
        result.Reason.ShouldBe("Noise.");
        result.Grade.ShouldBe(Grade.X);
    }

    [Fact]
    public void Summarize_SkippedFailedPending_SayWhy()
    {
        Summarize(Ended(new TrialOutcome.Skipped("No bf16."))).Reason.ShouldBe("No bf16.");
        CaseResult failed = Summarize(Ended(new TrialOutcome.Failed("Out of memory.", "Halve the batch.")));
        (failed.Status, failed.Reason, failed.Advice).ShouldBe(
            (CaseStatus.Failed, "Out of memory.", "Halve the batch.")
        );
        Summarize().Status.ShouldBe(CaseStatus.Pending);
    }

    [Fact]
    public void Summarize_DroppedBlock_DoesNotCount()
    {
        CaseResult result = Summarize(
            Changed(
                1,
                samples =>
                    samples with
                    {
                        Blocks =
                        [
                            .. samples.Blocks,
                            samples.Blocks[0] with
                            {
                                Wall = new(9),
                                Flags = [FindingCode.Steal],
                                Dropped = FindingCode.Steal,
                            },
                        ],
                    }
            )
        );

        result.DroppedBlocks.ShouldBe(1);
        result.TailTax!.Value.ShouldBe(0, 1e-9);
        result.Findings.Single(finding => finding.Code == FindingCode.Steal).Message.ShouldContain("1 block)");
    }

    [Fact]
    public void Summarize_SameRawData_IsByteIdentical()
    {
        Random random = new(7);
        ImmutableArray<Trial> trials =
        [
            .. Enumerable
                .Range(1, 5)
                .Select(launch => Launch(launch, [.. Enumerable.Range(0, 16).Select(_ => 0.01 + random.NextDouble())])),
        ];
        RunRecord record = new(Synthetic.Run(Tier.Standard, 600, Net), trials);
        RunRecord shuffled = record with { Trials = [.. trials.Reverse()] };

        string first = JsonSerializer.Serialize(CaseSummary.Summarize(record, Protocol.Current));

        JsonSerializer.Serialize(CaseSummary.Summarize(record, Protocol.Current)).ShouldBe(first);
        JsonSerializer.Serialize(CaseSummary.Summarize(shuffled, Protocol.Current)).ShouldBe(first);
    }

    private static CaseResult Summarize(params Trial[] trials) => Summarize(Tier.Quick, trials);

    private static CaseResult Summarize(Tier tier, params Trial[] trials) =>
        CaseSummary.Summarize(new CaseTrials(Net, trials), Protocol.Current, Protocol.Current.For(tier));

    private static Trial Launch(int launch, double step) => Launch(launch, [.. Enumerable.Repeat(step, 16)]);

    private static Trial Launch(int launch, double[] steps) => Synthetic.Trial(Net, launch, Synthetic.Samples(steps));

    private static Trial Changed(int launch, Func<TrialSamples, TrialSamples> change, double step = 0.01) =>
        Synthetic.Trial(Net, launch, change(Synthetic.Samples(Enumerable.Repeat(step, 16))));

    private static Trial Ended(TrialOutcome outcome) => Synthetic.Trial(Net, 1, outcome);
}
