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
}
