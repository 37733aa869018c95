using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Core.Cases;
using Laptime.Core.Platforms;
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
        Run run = Some.Run() with
        {
            Suite = Some.Suite() with { Name = "throughput" },
            Tier = Tier.Certified,
            Status = RunStatus.Cancelled,
            Platform = Some.Platform() with
            {
                Cpu = Some.Platform().Cpu with { Model = "Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz" },
                Engine = Some.Platform().Engine! with { Version = "2.11.0+cu130" },
            },
        };
        using StringWriter writer = new();
        Ink plain = new(isColoured: false);
        using Screen screen = new(writer, TextWriter.Null, plain, plain, width: 80);

        RunListReport.Write([new RunSummary(run, 24, 4, 1, ImportedAt: null, DeletedAt: null)], screen);

        string text = writer.ToString();
        text.Split('\n').ShouldAllBe(line => line.Length <= 80);
        text.ShouldContain("1 failed, 4 skipped");
        text.ShouldContain("cancelled");
    }

    [Theory]
    [InlineData("Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz", "Intel Xeon Platinum 8481C")]
    [InlineData("AMD EPYC 9B45", "AMD EPYC 9B45")]
    [InlineData(null, "cpu")]
    public void Device_OfTheProcessor_IsItsNameWithoutDecoration(string? model, string expected)
    {
        Run run = Some.Run();
        PlatformFacts platform = run.Platform with { Cpu = run.Platform.Cpu with { Model = model } };

        RunText.Device(run with { Platform = platform }).ShouldBe(expected);
    }

    [Fact]
    public void Device_OfAGpu_IsTheOneMeasured()
    {
        var @case = Some.Case() with { Device = new DeviceName(DeviceKind.Cuda, 1) };
        Run run = Some.Run() with
        {
            Suite = Some.Suite() with { Cases = [@case] },
            Platform = Some.Platform() with
            {
                Gpus =
                [
                    new GpuFacts
                    {
                        Index = 0,
                        Name = "Tesla T4",
                        ThrottleReasons = [],
                    },
                    new GpuFacts
                    {
                        Index = 1,
                        Name = "NVIDIA H200",
                        ThrottleReasons = [],
                    },
                ],
            },
        };

        RunText.Device(run).ShouldBe("H200");
    }
}
