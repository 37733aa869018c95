using System.Text;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Core.Scripts;
using Laptime.Core.Sweeps;
using Laptime.Core.Trials;
using Laptime.Testing;

namespace Laptime.Formats.Tests;

public sealed class RedactionTests
{
    [Fact]
    public void Apply_PrivateFacts_NowhereInTheExport()
    {
        BatchProbe probe = new()
        {
            Batch = 1,
            Fits = false,
            Reason = "Loading '/home/somebody/thesis/secret.pth' on somehost.",
            Elapsed = new Seconds(1),
        };
        Run run = Some.Run() with
        {
            WeightsPath = "/home/somebody/thesis/secret.pth",
            BatchSearches =
            [
                new BatchSearch
                {
                    Case = Some.Case(),
                    Probes = [probe],
                    Obstacle = "Nothing at /home/somebody/x.",
                },
            ],
            Script = new ScriptSettings
            {
                Path = "/home/somebody/thesis/model.pt",
                Digest = "0123abcd",
                Inputs = [],
                Operators = ["/home/somebody/lib/ops.so"],
            },
        };
        TrialSamples samples = Some.Samples();
        Trial measured = Some.Trial(run.Id) with
        {
            Outcome = new TrialOutcome.Measured(
                samples with
                {
                    Settings = samples.Settings.Add("preload", "/opt/somebody/tcmalloc.so:/usr/lib/x.so"),
                }
            ),
        };
        Trial failed = measured with
        {
            Id = Guid.NewGuid(),
            Outcome = new TrialOutcome.Failed(
                "Loading '/home/somebody/thesis/secret.pth' on somehost, see ~/somebody/log.",
                "Free /scratch/somebody/tmp/x and read /proc/meminfo."
            ),
        };

        RunRecord redacted = Redaction.Apply(new RunRecord(run, [measured, failed]));

        string text = Encoding.UTF8.GetString(RunDocument.Write(redacted));
        text.ShouldNotContain("somebody");
        text.ShouldNotContain("somehost");
        text.ShouldContain("/proc/meminfo");
        text.ShouldContain("/usr/lib/x.so");
        redacted.Run.WeightsPath.ShouldBe("secret.pth");
        redacted.Run.Script!.Path.ShouldBe("model.pt");
        redacted.Run.Script.Operators.ShouldBe(["ops.so"]);
    }

    [Fact]
    public void Apply_MeasurementsAndUnits_Unchanged()
    {
        Run run = Some.Run() with { Note = "12 items/s, see /home/me/x" };
        Trial trial = Some.Trial(run.Id) with
        {
            Outcome = new TrialOutcome.Skipped("resnet50/train/b8 ran at 12 items/s, 1/2 of cuda:0/t2."),
        };

        RunRecord redacted = Redaction.Apply(new RunRecord(run, [trial]));

        redacted.Run.Note.ShouldBe(run.Note);
        redacted.Trials[0].Outcome.ShouldBe(trial.Outcome);
    }

    [Fact]
    public void Apply_RedactedRun_CanBeReadBack()
    {
        Run run = Some.Run();

        byte[] text = RunDocument.Write(Redaction.Apply(new RunRecord(run, [Some.Trial(run.Id)])));

        RunDocument.Read(text).Error.ShouldBeNull();
    }
}
