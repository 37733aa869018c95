using Laptime.Cli.Running;
using Laptime.Cli.Terminal;
using Laptime.Core.Quantities;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;
using Laptime.Measurement.Sessions;
using Laptime.Testing;

namespace Laptime.Cli.Tests.Terminal;

public sealed class TransferDisplayTests
{
    private static readonly TransferProgress Now = new()
    {
        Part = "unfrozen",
        Epoch = 2,
        Epochs = 6,
        Step = 345,
        Steps = 359,
        Loss = 0.0123,
        ImagesPerSecond = 1234.5,
        SecondsLeft = 7384,
    };

    [Fact]
    public void Line_EverythingKnown_FitsEightyColumns()
    {
        using StringWriter notes = new();
        TransferDisplay display = Display(notes);
        for (int i = 0; i < 40; i++)
        {
            Report(display, Now with { Loss = 1.0 / (i + 1) });
        }
        Report(display, Now with { Ended = Epoch() });

        string line = display.Line(Now);

        line.ShouldStartWith("unfrozen 2/6  96 %  █");
        line.ShouldContain("acc 98.8 %");
        line.ShouldContain("1234/s");
        line.ShouldEndWith("2 h 03 min left");
        line.Length.ShouldBeLessThan(80);
        notes.ToString().ShouldBe("unfrozen 1/6: loss 0.500, valid not finite, accuracy 98.8 %, 1 min 45 s\n");
    }

    [Fact]
    public void Report_Notice_IsAWarning()
    {
        using StringWriter notes = new();

        Report(Display(notes), Now with { Notice = "The disk is full.", IsWarning = true });

        notes.ToString().ShouldBe("warning: The disk is full.\n");
    }

    private static TransferDisplay Display(StringWriter notes)
    {
        Ink plain = new(isColoured: false);
        return new TransferDisplay(new Screen(TextWriter.Null, notes, plain, plain, width: 80));
    }

    private static void Report(TransferDisplay display, TransferProgress progress) =>
        display.Report(
            new SessionEvent.TrialUnderWay(
                Some.Case(),
                new TrialProgress(Phase.Measurement, 1, null, null) { Transfer = progress }
            )
        );

    private static TransferEpoch Epoch() =>
        new()
        {
            Phase = TransferPhase.Unfrozen,
            Number = 1,
            Steps = 359,
            TrainLoss = 0.5,
            Accuracy = 0.988,
            Training = new Seconds(100),
            Waiting = new Seconds(1),
            Evaluation = new Seconds(5),
        };
}
