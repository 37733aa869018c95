using System.Text.Json;
using Laptime.Core.Runs;
using Laptime.Formats;
using Laptime.Formats.Sealing;

namespace Laptime.Cli.Tests.Commands;

/// <summary>Export and import.</summary>
public class ResultsExchangeTests
{
    private static readonly RunRecord Record = StoredRun.Of(StoredRun.Id("01900000"));

    [Fact]
    public async Task ExportWithNames_ThenImportElsewhere_IsTheSameRun()
    {
        using TemporaryData here = new();
        using TemporaryData there = new();
        await here.ImportAsync(Record);

        string file = here.File("run.json");
        Ended exported = await here.RunAsync("results", "export", "--with-names", "--out", file);
        Ended imported = await there.RunAsync("results", "import", file);
        Ended again = await there.RunAsync("results", "import", file);
        Ended back = await there.RunAsync("results", "export", "--with-names");

        exported.Notes.ShouldBe($"Wrote {file}: run 01900000, 6 trials, with host name and paths.\n");
        imported.Notes.ShouldBe($"{file}: run 01900000 is new, with 6 trials.\n");
        again.Notes.ShouldBe($"{file}: run 01900000 was here already, with all its trials.\n");
        // What is saved is sealed.
        RunRecord kept = RunSealing.Seal(Record, key: null);
        back.Results.ShouldBe(System.Text.Encoding.UTF8.GetString(RunDocument.Write(kept)) + "\n");
    }

    [Fact]
    public async Task Export_LeavesNamesOut()
    {
        using TemporaryData data = new();
        await data.ImportAsync(Record);

        Ended json = await data.RunAsync("results", "export");
        Ended csv = await data.RunAsync("results", "export", "--format", "csv");

        JsonDocument.Parse(json.Results).Dispose();
        json.Results.ShouldNotContain(StoredRun.Host);
        json.Results.ShouldNotContain("/home/");
        csv.Results.ShouldNotContain(StoredRun.Host);
    }

    [Fact]
    public async Task Export_ToFileCalledCsv_HasARowForEachBlock()
    {
        using TemporaryData data = new();
        await data.ImportAsync(Record);

        await data.RunAsync("results", "export", "last", "--out", data.File("run.CSV"));

        string[] lines = await File.ReadAllLinesAsync(data.File("run.CSV"), TestContext.Current.CancellationToken);
        // Six trials of 16 blocks.
        lines.Length.ShouldBe(1 + 96);
        lines[0].ShouldStartWith("run_id,");
        lines.ShouldAllBe(line => line.Split(',').Length == lines[0].Split(',').Length);
    }

    [Fact]
    public async Task Export_FileIsThere_IsReplacedOnlyByForce()
    {
        using TemporaryData data = new();
        await data.ImportAsync(Record);
        string file = data.File("precious.json");
        await File.WriteAllTextAsync(file, "precious", TestContext.Current.CancellationToken);

        Ended refused = await data.RunAsync("results", "export", "--out", file);
        string untouched = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Ended forced = await data.RunAsync("results", "export", "--out", file, "--force");

        refused.ExitCode.ShouldBe(1);
        refused.Notes.ShouldBe($"laptime: Could not write {file}: it is there already; --force replaces it\n");
        untouched.ShouldBe("precious");
        forced.ExitCode.ShouldBe(0);
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldContain("laptime.run/1");
        Directory.GetFiles(data.Directory, "*.partial").ShouldBeEmpty();
    }

    [Fact]
    public async Task Export_ToADevice_WritesIntoIt()
    {
        using TemporaryData data = new();
        await data.ImportAsync(Record);

        Ended ended = await data.BashAsync("$laptime results export --out /dev/stdout | head -c 26");

        ended.Results.ShouldBe("""{"schema":"laptime.run/1",""");
    }

    [Fact]
    public async Task Export_UnknownFormat_IsAUsageError()
    {
        using TemporaryData data = new();

        Ended ended = await data.RunAsync("results", "export", "--format", "xml");

        ended.ExitCode.ShouldBe(2);
        ended.Notes.ShouldStartWith("laptime: --format cannot be 'xml': json, csv or queries.\n");
    }

    [Fact]
    public async Task Import_FromStandardInput_Works()
    {
        using TemporaryData here = new();
        using TemporaryData there = new();
        await here.ImportAsync(Record);

        Ended ended = await here.BashAsync(
            $"$laptime results export | LAPTIME_DATA='{there.Directory}' $laptime results import -"
        );

        ended.Notes.ShouldBe("Standard input: run 01900000 is new, with 6 trials.\n");
    }

    [Theory]
    [InlineData("{", "$: not JSON at line 1, byte 2")]
    [InlineData("run_id,trial_id\n", "$: not JSON at line 1, byte 1")]
    [InlineData("""{"schema":"laptime.run/1"}""", "$.id: missing")]
    public async Task Import_BadFile_IsNamedWithItsFieldAndTheOthersGoIn(string text, string error)
    {
        using TemporaryData data = new();
        await File.WriteAllTextAsync(data.File("bad.json"), text, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(
            data.File("good.json"),
            RunDocument.Write(Record),
            TestContext.Current.CancellationToken
        );

        Ended ended = await data.BashAsync("$laptime results import bad.json none.json good.json");

        ended.ExitCode.ShouldBe(1);
        string[] lines = ended.Notes.Split('\n');
        lines[0].ShouldStartWith($"laptime: bad.json cannot be imported: {error}");
        lines[1].ShouldStartWith("laptime: none.json cannot be imported: Could not find file");
        lines[2].ShouldBe("good.json: run 01900000 is new, with 6 trials.");
    }
}
