using System.Text.Json;

namespace Laptime.Cli.Tests.Commands;

public class DoctorCommandTests
{
    [Fact]
    public async Task Doctor_WithoutLibtorch_SaysWhatMendsItAndFails()
    {
        using TemporaryData data = new();
        data.Environment["LAPTIME_LIBTORCH"] = "/nowhere";

        Ended ended = await data.RunAsync("doctor");

        ended.ExitCode.ShouldBe(1);
        ended.Results.ShouldContain("missing  libtorch");
        ended.Results.ShouldContain("LAPTIME_LIBTORCH: /nowhere is not there");
        ended.Results.ShouldContain("sudo apt-get install libtorch-dev");
        ended.Results.ShouldContain("Not ready.");
        ended.Results.Split('\n').ShouldAllBe(line => line.Length <= 80);
    }

    [Fact]
    public async Task DoctorBuild_WithoutLibtorch_ComplainsAndStillExamines()
    {
        using TemporaryData data = new();
        data.Environment["LAPTIME_LIBTORCH"] = "/nowhere";

        Ended ended = await data.RunAsync("doctor", "--build");

        ended.ExitCode.ShouldBe(1);
        ended.Notes.ShouldStartWith("laptime: No libtorch was found");
        ended.Results.ShouldContain("missing  libtorch");
    }

    [Fact]
    public async Task DoctorJson_ExitCode_AgreesWithTheVerdict()
    {
        using TemporaryData data = new();

        Ended ended = await data.RunAsync("doctor", "--json");

        using JsonDocument document = JsonDocument.Parse(ended.Results);
        JsonElement checks = document.RootElement.GetProperty("checks");
        bool isComplete = checks.EnumerateArray().All(c => c.GetProperty("state").GetString() != "missing");
        document.RootElement.GetProperty("can_run").GetBoolean().ShouldBe(isComplete);
        ended.ExitCode.ShouldBe(isComplete ? 0 : 1);
        JsonElement results = checks.EnumerateArray().Single(c => c.GetProperty("subject").GetString() == "results");
        results.GetProperty("found").GetString().ShouldBe($"{data.Database}, 0 runs");
    }

    [Fact]
    public async Task Doctor_DamagedDatabase_FailsAndLeavesItAsItIs()
    {
        using TemporaryData data = new();
        await File.WriteAllTextAsync(data.Database, new string('x', 5000), TestContext.Current.CancellationToken);

        Ended ended = await data.RunAsync("doctor");

        ended.ExitCode.ShouldBe(1);
        ended.Results.ShouldContain("missing  results");
        ended.Results.ShouldContain("damaged");
        new FileInfo(data.Database).Length.ShouldBe(5000);
    }

    [Fact]
    public async Task Doctor_DataDirectoryCannotBeMade_SaysSo()
    {
        using TemporaryData data = new();
        await File.WriteAllTextAsync(data.File("file"), "", TestContext.Current.CancellationToken);

        Ended ended = await data.BashAsync("LAPTIME_DATA=$PWD/file/data $laptime doctor");

        ended.ExitCode.ShouldBe(1);
        ended.Results.ShouldContain("missing  results");
        ended.Results.ShouldContain("LAPTIME_DATA");
    }
}
