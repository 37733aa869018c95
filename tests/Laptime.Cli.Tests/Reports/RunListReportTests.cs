using Laptime.Answers.Texts;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Store;
using Laptime.Testing;

namespace Laptime.Cli.Tests.Reports;

public class RunListReportTests
{
    [Fact]
    public void Write_LongNames_StayWithinEightyColumns()
    {
        RunSummary run = SomeRun() with
        {
            Suite = "throughput",
            Tier = Tier.Certified,
            Status = RunStatus.Cancelled,
            DeviceModel = "Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz",
            LibtorchVersion = "2.11.0+cu130",
            Skipped = 4,
            Failed = 1,
        };
        using StringWriter writer = new();
        Ink plain = new(isColoured: false);
        using Screen screen = new(writer, TextWriter.Null, plain, plain, width: 80);

        RunListReport.Write([run], screen);

        string text = writer.ToString();
        text.Split('\n').ShouldAllBe(line => line.Length <= 80);
        text.ShouldContain("1 failed, 4 skipped");
        text.ShouldContain("cancelled");
    }

    [Theory]
    [InlineData("Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz", "Intel Xeon Platinum 8481C")]
    [InlineData("AMD EPYC 9B45", "AMD EPYC 9B45")]
    [InlineData("NVIDIA H200", "H200")]
    [InlineData(null, "cpu")]
    public void Device_ByItsModel_IsItsNameWithoutDecoration(string? model, string expected) =>
        RunText.Device(SomeRun() with { DeviceModel = model }).ShouldBe(expected);

    private static RunSummary SomeRun() =>
        new()
        {
            Id = Some.Run().Id,
            StartedAt = Some.Instant,
            Status = RunStatus.Finished,
            Suite = "quick",
            Tier = Tier.Quick,
            Device = "cpu",
            Cases = 4,
            Measured = 24,
            Skipped = 0,
            Failed = 0,
        };
}
