using Laptime.Core.Cases;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;
using Laptime.Testing;
using Case = Laptime.Core.Cases.Case;

namespace Laptime.Core.Tests.Results;

/// <summary>Jobs of 100 s of training at 50 images/s.</summary>
public sealed class InputFindingsTests
{
    [Theory]
    [InlineData(5, 52.0, false, null)] // 4 % are saved: nothing to say
    [InlineData(30, 71.4, false, "as fast.")] // 30 % waiting, all of it won back
    [InlineData(30, 60.0, false, "as fast.")] // 16.7 % saved: more than half of 30 %
    [InlineData(30, 58.0, false, "suspected")] // 13.8 %: less than half
    [InlineData(30, null, false, "no resident batch")]
    [InlineData(1, 60.0, true, null)] // a GPU shares nothing with the workers
    [InlineData(1, 60.0, false, "takes processor time")] // a sixth of the time
    public void Input_ByWaitingAndResidentSpeed_IsNamed(double waited, double? resident, bool isGpu, string? words)
    {
        Finding? found = Findings(Figures(waited, resident), isGpu)
            .SingleOrDefault(finding => finding.Code == FindingCode.InputBound);

        if (words is null)
        {
            found.ShouldBeNull();
            return;
        }
        found.ShouldNotBeNull().Message.ShouldContain(words);
        found.Severity.ShouldBe(Severity.Warning);
        found.Advice.ShouldNotBeNull();
    }

    [Fact]
    public void Others_RandomWeightsUnreadableFilesAndFailedCheckpoints_AreNamed()
    {
        Finding[] findings = Findings(
            Figures(0, 50) with
            {
                IsPretrained = false,
                UnreadablePictures = 2,
                FailedCheckpoints = 3,
            },
            isGpu: false
        );

        findings
            .Select(finding => finding.Code)
            .ShouldBe(
                [FindingCode.UnreadableInput, FindingCode.NoCheckpoint, FindingCode.RandomWeights],
                ignoreOrder: true
            );
    }

    [Fact]
    public void Others_NoJob_HaveNothingToSay()
    {
        Case @case = Synthetic.Case();
        CaseTrials trials = new(@case, [Synthetic.Trial(@case, 1, Synthetic.Samples([0.1, 0.1]))]);

        CaseSummary
            .Summarize(trials, Protocol.Current, Protocol.Current.For(Tier.Fixed))
            .Findings.ShouldNotContain(finding => finding.Code == FindingCode.RandomWeights);
    }

    private static Finding[] Findings(TransferFigures figures, bool isGpu)
    {
        Case @case = Synthetic.Case() with { Device = isGpu ? new DeviceName(DeviceKind.Cuda, 0) : DeviceName.Cpu };
        TrialSamples samples = Synthetic.Samples([0.1, 0.1]) with { Transfer = figures };
        CaseTrials trials = new(@case, [Synthetic.Trial(@case, 1, samples)]);
        CaseResult result = CaseSummary.Summarize(trials, Protocol.Current, Protocol.Current.For(Tier.Fixed));
        result.Transfer.ShouldHaveSingleItem().ShouldBe(figures);
        return [.. result.Findings];
    }

    private static TransferFigures Figures(double waited, double? resident) =>
        new()
        {
            IsPretrained = true,
            Classes = ["cat", "dog"],
            TrainPictures = 5000,
            ValidPictures = 100,
            Epochs =
            [
                new TransferEpoch
                {
                    Phase = TransferPhase.Unfrozen,
                    Number = 1,
                    Steps = 100,
                    Accuracy = 0.9,
                    Training = new Seconds(100),
                    Waiting = new Seconds(waited),
                    Evaluation = new Seconds(5),
                },
            ],
            Setup = new Seconds(1),
            FirstBatch = new Seconds(0.1),
            Forward = new Seconds(20),
            Backward = new Seconds(40),
            Optimizer = new Seconds(5),
            IsSampled = false,
            Checkpointing = Seconds.Zero,
            ImagesPerSecond = 50,
            LastPhaseImagesPerSecond = 50,
            ResidentImagesPerSecond = resident,
        };
}
