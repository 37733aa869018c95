using System.Text.Json;

namespace Laptime.Cli.Tests.Commands;

public class ResultsCommandTests
{
    private static readonly Guid Older = StoredRun.Id("01900000");
    private static readonly Guid Newer = StoredRun.Id("01911111");

    [Fact]
    public async Task List_NothingStored_SaysHowToMeasure()
    {
        using TemporaryData data = new();

        Ended ended = await data.RunAsync("results", "list");

        ended.ExitCode.ShouldBe(0);
        ended.Results.ShouldBeEmpty();
        ended.Notes.ShouldBe("No results yet. Measure with: laptime run\n");
    }

    [Fact]
    public async Task List_Piped_HasTheLatestFirstInEightyColumns()
    {
        using TemporaryData data = new();
        await data.ImportAsync(StoredRun.Of(Older), StoredRun.Of(Newer, hoursLater: 1).WithFailure());

        Ended ended = await data.RunAsync("results", "list");

        ended.Results.ShouldBe(
            """
            Run       Started (UTC)     Suite  Tier   Trials  Device, libtorch
            ────────  ────────────────  ─────  ─────  ──────  ─────────────────────
            01911111  2026-11-20 10:30  quick  quick       5  AMD EPYC 9B45, 1.13.1
                                                              1 failed, imported
            01900000  2026-11-20 09:30  quick  quick       6  AMD EPYC 9B45, 1.13.1
                                                              imported

            """
        );
        ended.Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task List_Json_HasWholeIdsAndCounts()
    {
        using TemporaryData data = new();
        await data.ImportAsync(StoredRun.Of(Older).WithFailure());

        Ended ended = await data.RunAsync("results", "list", "--json");

        using JsonDocument document = JsonDocument.Parse(ended.Results);
        document.RootElement.GetProperty("schema").GetString().ShouldBe("laptime.runs/1");
        JsonElement run = document.RootElement.GetProperty("runs").EnumerateArray().ShouldHaveSingleItem();
        run.GetProperty("id").GetGuid().ShouldBe(Older);
        run.GetProperty("started_at").GetDateTimeOffset().ShouldBe(Laptime.Testing.Some.Instant);
        run.GetProperty("measured").GetInt32().ShouldBe(5);
        run.GetProperty("failed").GetInt32().ShouldBe(1);
        run.TryGetProperty("deleted_at", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task List_JsonWithNothingStored_IsAnEmptyList()
    {
        using TemporaryData data = new();

        Ended ended = await data.RunAsync("results", "list", "--json");

        ended.Results.ShouldBe("""{"schema":"laptime.runs/1","runs":[]}""" + "\n");
    }

    [Fact]
    public async Task Show_WithoutRun_ShowsTheLatest()
    {
        using TemporaryData data = new();
        await data.ImportAsync(StoredRun.Of(Newer, hoursLater: 1), StoredRun.Of(Older));

        Ended ended = await data.RunAsync("results", "show");

        ended.ExitCode.ShouldBe(0);
        ended.Results.ShouldContain("01911111");
        ended.Results.ShouldNotContain("01900000");
        ended.Results.Split('\n').ShouldAllBe(line => line.Length <= 80);
    }

    [Fact]
    public async Task Show_TextFromElsewhere_DoesNotReachTheTerminalAsIs()
    {
        using TemporaryData data = new();
        await data.ImportAsync(StoredRun.Of(Older));

        Ended ended = await data.RunAsync("results", "show");

        ended.Results.ShouldContain("Note  with  [31mred [0m ink\n");
        ended.Results.ShouldNotContain("\e");
    }

    [Fact]
    public async Task Show_Raw_HasEveryTrial()
    {
        using TemporaryData data = new();
        await data.ImportAsync(StoredRun.Of(Older).WithFailure());

        Ended ended = await data.RunAsync("results", "show", "0190", "--raw");

        // Blocks of 0.2 s with two steps each; a launch takes a thousandth longer than the one before.
        ended.Results.ShouldContain("2  100.2 ms      16        0  0, flat");
        ended.Results.ShouldContain("The worker was killed: out\n");
        ended.Results.Split('\n').ShouldAllBe(line => line.Length <= 80);
    }

    [Fact]
    public async Task Show_Json_HasTheFigures()
    {
        using TemporaryData data = new();
        await data.ImportAsync(StoredRun.Of(Older));

        Ended ended = await data.RunAsync("results", "show", "--json");

        using JsonDocument document = JsonDocument.Parse(ended.Results);
        JsonElement stock = document.RootElement.GetProperty("results")[0];
        // Eight images in 0.1 s.
        stock.GetProperty("items_per_second").GetDouble().ShouldBe(80, tolerance: 0.5);
    }

    [Fact]
    public async Task Show_NothingStored_FailsAndSaysHowToMeasure()
    {
        using TemporaryData data = new();

        Ended ended = await data.RunAsync("results", "show");

        ended.ExitCode.ShouldBe(1);
        ended.Notes.ShouldBe("laptime: There are no results yet. Measure with: laptime run\n");
    }

    [Fact]
    public async Task Show_UnknownRun_FailsAndSaysWhereToLook()
    {
        using TemporaryData data = new();
        await data.ImportAsync(StoredRun.Of(Older));

        Ended ended = await data.RunAsync("results", "show", "beef");

        ended.ExitCode.ShouldBe(1);
        ended.Notes.ShouldBe("laptime: There is no run 'beef'. See them with: laptime results list\n");
    }

    [Fact]
    public async Task Show_AmbiguousBeginning_NamesTheCandidatesSoThatTheyCanBeTold()
    {
        using TemporaryData data = new();
        Guid first = Guid.Parse("01900000-1234-7000-8000-000000000001");
        Guid second = Guid.Parse("01900000-5678-7000-8000-000000000001");
        await data.ImportAsync(StoredRun.Of(first), StoredRun.Of(second, hoursLater: 1));

        Ended ended = await data.RunAsync("results", "show", "019");
        Ended listed = await data.RunAsync("results", "list");

        ended.ExitCode.ShouldBe(1);
        ended.Notes.ShouldBe(
            "laptime: '019' may mean any of 2 runs: 01900000-5678, 01900000-1234. Type more of the id.\n"
        );
        listed.Results.ShouldContain("01900000-5678  2026");
    }

    [Fact]
    public async Task Delete_ThenRestore_BringsTheRunBack()
    {
        using TemporaryData data = new();
        await data.ImportAsync(StoredRun.Of(Older), StoredRun.Of(Newer, hoursLater: 1));

        Ended deleted = await data.RunAsync("results", "delete", "01900000");
        Ended kept = await data.RunAsync("results", "list");
        Ended bin = await data.RunAsync("results", "list", "--bin");
        Ended shown = await data.RunAsync("results", "show", "01900000");
        Ended restored = await data.BashAsync(
            "$" + deleted.Notes.Split("Undo: ")[1] // the very command that it names
        );
        Ended again = await data.RunAsync("results", "list");

        deleted.Notes.ShouldBe($"Run 01900000 is in the bin. Undo: laptime results restore {Older}\n");
        kept.Results.ShouldNotContain("01900000");
        bin.Results.ShouldContain("01900000");
        shown.ExitCode.ShouldBe(1);
        shown.Notes.ShouldContain($"is in the bin. Bring it back with: laptime results restore {Older}");
        restored.ExitCode.ShouldBe(0);
        again.Results.ShouldContain("01900000");
    }

    [Fact]
    public async Task Delete_WithOneUnknownRun_DeletesNone()
    {
        using TemporaryData data = new();
        await data.ImportAsync(StoredRun.Of(Older));

        Ended ended = await data.RunAsync("results", "delete", "01900000", "beef");
        Ended listed = await data.RunAsync("results", "list");

        ended.ExitCode.ShouldBe(1);
        listed.Results.ShouldContain("01900000");
    }

    [Fact]
    public async Task DeleteForGood_TakesOnlyWhatIsInTheBin()
    {
        using TemporaryData data = new();
        await data.ImportAsync(StoredRun.Of(Older));

        Ended refused = await data.RunAsync("results", "delete", "--for-good", "01900000");
        await data.RunAsync("results", "delete", "last");
        Ended gone = await data.RunAsync("results", "delete", "--for-good", "01900000");
        Ended bin = await data.RunAsync("results", "list", "--bin");

        refused.ExitCode.ShouldBe(1);
        refused.Notes.ShouldBe(
            $"laptime: Run 01900000 is not in the bin; 'laptime results delete {Older}' puts it there.\n"
        );
        gone.Notes.ShouldBe($"Run {Older} is gone.\n");
        bin.Notes.ShouldBe("The bin is empty.\n");
    }

    [Fact]
    public async Task Delete_WithoutRun_IsAUsageError()
    {
        using TemporaryData data = new();

        Ended ended = await data.RunAsync("results", "delete");

        ended.ExitCode.ShouldBe(2);
        File.Exists(data.Database).ShouldBeFalse();
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("delete", "last")]
    public async Task Any_CorruptDatabase_FailsAndLeavesItAsItIs(params string[] arguments)
    {
        using TemporaryData data = new();
        byte[] garbage = [.. Enumerable.Repeat((byte)'x', 5000)];
        await File.WriteAllBytesAsync(data.Database, garbage, TestContext.Current.CancellationToken);

        Ended ended = await data.RunAsync(["results", .. arguments]);

        ended.ExitCode.ShouldBe(1);
        ended.Results.ShouldBeEmpty();
        ended.Notes.ShouldContain("is damaged. It was left as it is.");
        (await File.ReadAllBytesAsync(data.Database, TestContext.Current.CancellationToken)).ShouldBe(garbage);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("NO_COLOR=1 ", false)]
    public async Task List_OnATerminal_IsColouredUnlessRefused(string setting, bool isColoured)
    {
        using TemporaryData data = new();
        await data.ImportAsync(StoredRun.Of(Older));

        Ended ended = await data.BashAsync($"{setting}script -qec \"$laptime results list\" /dev/null");

        ended.Results.ShouldContain("01900000");
        ended.Results.Contains("\e[1m", StringComparison.Ordinal).ShouldBe(isColoured);
    }
}
