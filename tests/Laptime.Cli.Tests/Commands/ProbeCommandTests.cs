using System.Text;
using System.Text.Json;
using Laptime.Formats;

namespace Laptime.Cli.Tests.Commands;

public class ProbeCommandTests
{
    [Fact]
    public async Task Probe_WithoutLibtorch_DescribesTheMachine()
    {
        using TemporaryData data = new();
        data.Environment["LAPTIME_LIBTORCH"] = "/nowhere";

        Ended ended = await data.RunAsync("probe");

        ended.ExitCode.ShouldBe(0);
        ended.Results.ShouldContain("Processor");
        ended.Results.ShouldContain("libtorch   none found");
        ended.Notes.ShouldBeEmpty();
        File.Exists(data.Database).ShouldBeFalse();
    }

    [Fact]
    public async Task Probe_WithoutHome_StillWorks()
    {
        using TemporaryData data = new();

        Ended ended = await data.BashAsync("env -u HOME -u LAPTIME_DATA -u XDG_DATA_HOME $laptime probe");

        ended.ExitCode.ShouldBe(0, ended.Notes);
        ended.Results.ShouldContain("Memory");
    }

    [Fact]
    public async Task ProbeJson_HoldsAPlatformDocument()
    {
        using TemporaryData data = new();

        Ended ended = await data.RunAsync("probe", "--json");

        using JsonDocument document = JsonDocument.Parse(ended.Results);
        document.RootElement.GetProperty("schema").GetString().ShouldBe("laptime.probe/1");
        document.RootElement.GetProperty("findings").ValueKind.ShouldBe(JsonValueKind.Array);
        string platform = document.RootElement.GetProperty("platform").GetRawText();
        var read = PlatformDocument.Read(Encoding.UTF8.GetBytes(platform));
        read.IsRead.ShouldBeTrue(read.Error?.ToString());
        read.Value!.Cpu.LogicalProcessors.ShouldBe(Environment.ProcessorCount);
    }

    [Fact]
    public async Task Measure_SomeRoofs_AreMeasuredInFiveProcesses()
    {
        using TemporaryData data = new();

        Ended ended = await data.RunAsync(
            "probe",
            "--measure",
            "--only",
            "disk,decode,copy",
            "--seconds",
            "1",
            "--json"
        );

        ended.ExitCode.ShouldBe(0, ended.Notes);
        using JsonDocument document = JsonDocument.Parse(ended.Results);
        JsonElement[] roofs = [.. document.RootElement.GetProperty("roofs").EnumerateArray()];
        roofs.Select(roof => roof.GetProperty("kind").GetString()).ShouldBe(["disk", "decode", "copy"]);
        foreach (JsonElement roof in roofs[..2])
        {
            double[] launches =
            [
                .. roof.GetProperty("launches_per_second").EnumerateArray().Select(l => l.GetDouble()),
            ];
            launches.Length.ShouldBe(5);
            roof.GetProperty("per_second").GetDouble().ShouldBe(launches.Max());
            roof.GetProperty("mean_per_second").GetDouble().ShouldBeInRange(launches.Min(), launches.Max());
            roof.GetProperty("relative_half_width").GetDouble().ShouldBeGreaterThan(0);
        }
        roofs[1].GetProperty("per_second").GetDouble().ShouldBeInRange(10, 1e6);
        roofs[2].GetProperty("unavailable").GetString().ShouldBe("this machine has no GPU");
        Directory.GetFileSystemEntries(data.Directory, ".laptime-disk*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Measure_WithoutLibtorch_SaysWhatIsMissing()
    {
        using TemporaryData data = new();
        data.Environment["LAPTIME_LIBTORCH"] = "/nowhere";

        Ended ended = await data.RunAsync("probe", "--measure", "--only", "launch", "--seconds", "1");

        ended.ExitCode.ShouldBe(0);
        ended.Notes.ShouldContain("Measured without libtorch");
        ended.Results.ShouldContain("one operator");
        ended.Results.ShouldContain("n/a");
        ended.Results.Split('\n').ShouldAllBe(line => line.Length <= 80);
    }

    [Fact]
    public async Task Only_NoRoof_NamesThoseThereAre()
    {
        Ended ended = await LaptimeProcess.RunAsync("probe", "--measure", "--only", "speed");

        ended.ExitCode.ShouldBe(2);
        ended.Notes.ShouldContain("--only cannot be 'speed'");
        ended.Notes.ShouldContain("matmul, triad, copy, launch, disk, decode");
    }

    [Theory]
    [InlineData("--only", "disk", "goes with --measure")]
    [InlineData("--seconds", "3", "goes with --measure")]
    public async Task Option_ThatMakesNoSense_IsAUsageError(string option, string value, string expected)
    {
        Ended ended = await LaptimeProcess.RunAsync("probe", option, value);

        ended.ExitCode.ShouldBe(2);
        ended.Notes.ShouldContain(expected);
    }
}
