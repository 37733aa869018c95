using System.Collections.Immutable;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Core.Findings;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;

namespace Laptime.Cli.Tests.Reports;

public class PlatformReportTests
{
    private static readonly PlatformFacts Bare = new()
    {
        ReadAt = DateTimeOffset.UnixEpoch,
        Runtime = ".NET 10.0.12",
        Cpu = new CpuFacts { LogicalProcessors = 1, Simd = [] },
        Memory = new MemoryFacts { Swap = new Bytes(0) },
        Disk = new DiskFacts { Path = "/data" },
        Gpus = [],
        Host = new HostFacts(),
        Unreadable = ImmutableSortedDictionary<string, string>.Empty,
    };

    [Fact]
    public void Write_NothingKnown_SaysOnlyWhatIs()
    {
        Text(screen => PlatformReport.Write(Bare, screen))
            .ShouldBe(
                """
                Processor  1 logical processor
                Memory     no swap
                           /data
                GPU        none
                libtorch   none found
                System     .NET 10.0.12

                """
            );
    }

    [Fact]
    public void Write_WithGpu_NamesMemoryInBothUnits()
    {
        // An A100 of "40 GB" has 40 GiB: 42.9 GB.
        PlatformFacts facts = Bare with
        {
            GpuDriver = "535.104.05",
            Gpus =
            [
                new GpuFacts
                {
                    Index = 0,
                    Name = "NVIDIA A100-SXM4-40GB",
                    Memory = Bytes.FromGibibytes(40),
                    PcieGeneration = 4,
                    PcieLanes = 16,
                    SmHertz = 210e6,
                    SmMaximumHertz = 1410e6,
                    ThrottleReasons = ["idle"],
                },
            ],
        };

        string text = Text(screen => PlatformReport.Write(facts, screen));

        text.ShouldContain("GPU 0      NVIDIA A100-SXM4-40GB, 40 GiB (42.9 GB), PCIe 4 x16\n");
        text.ShouldContain("           clock 210 MHz of 1.41 GHz, held back: idle\n");
        text.ShouldContain("Driver     NVIDIA 535.104.05\n");
    }

    [Fact]
    public void Write_UnreadableFacts_GivesTheReasons()
    {
        PlatformFacts facts = Bare with { Unreadable = Bare.Unreadable.Add("cpu.governor", "no cpufreq here") };

        Text(screen => PlatformReport.Write(facts, screen))
            .ShouldEndWith("Not readable here\n  cpu.governor  no cpufreq here\n");
    }

    [Fact]
    public void FindingReport_PutsAdviceBelowItsFinding()
    {
        Finding[] findings =
        [
            new(
                "SHM_SMALL",
                Severity.Warning,
                "/dev/shm holds only 64 MiB.",
                "Start the container with --shm-size=8g."
            ),
            new("SESSION_LIMIT", Severity.Note, "Sessions end after 12 h.", null),
        ];

        Text(screen => FindingReport.Write(findings, screen))
            .ShouldBe(
                """

                warning  /dev/shm holds only 64 MiB. [SHM_SMALL]
                         Start the container with --shm-size=8g.
                note     Sessions end after 12 h. [SESSION_LIMIT]

                """
            );
    }

    private static string Text(Action<Screen> write)
    {
        using StringWriter results = new();
        Ink plain = new(isColoured: false);
        using Screen screen = new(results, TextWriter.Null, plain, plain, width: 80);
        write(screen);
        return results.ToString();
    }
}
