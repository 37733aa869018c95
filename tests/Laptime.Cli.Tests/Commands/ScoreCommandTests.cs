using System.Text.Json;

namespace Laptime.Cli.Tests.Commands;

/// <summary>Import of printed outputs, <c>rank</c>, <c>compare</c>, and what the other commands make of them.</summary>
public class ScoreCommandTests
{
    private const string Output = """
        *  TF Version: 2.18.0
        *  GPU/0: Some Card
        *  GPU RAM: 14.4 GB
        5.1 - inference | batch=10, size=346x346: 26.6 ± 0.5 ms
        5.2 - training  | batch=10, size=346x346: 1234 ± 5 ms
        Something else
        Device Inference Score: 20000
        """;

    [Fact]
    public async Task Import_PrintedOutput_IsListedShownDeletedAndRestored()
    {
        using TemporaryData data = new();
        await File.WriteAllTextAsync(data.File("log.txt"), Output, TestContext.Current.CancellationToken);

        Ended imported = await data.BashAsync("$laptime results import - < log.txt");
        Ended again = await data.RunAsync("results", "import", "--name", "old box", data.File("log.txt"));
        Ended list = await data.RunAsync("results", "list", "--json");

        imported.ExitCode.ShouldBe(0, imported.Notes);
        imported.Notes.ShouldContain(
            "2 sub-tests; scores: AI 19438 (partial), inference 18045 (partial), training 1393 (partial)."
        );
        imported.Notes.ShouldContain(
            "warning: The printed inference score is 20000, the printed times give 18045 for 1 of 24 sub-tests."
        );
        imported.Notes.ShouldContain("1 other line not understood, such as:\n  Something else\n");
        again.Notes.ShouldContain("old box was here already");
        using JsonDocument document = JsonDocument.Parse(list.Results);
        JsonElement one = document.RootElement.GetProperty("imported_outputs").EnumerateArray().ShouldHaveSingleItem();
        one.GetProperty("machine").GetString().ShouldBe("old box");
        string id = one.GetProperty("id").GetString()!;

        Ended shown = await data.RunAsync("results", "show", id[..8]);
        shown.Results.ShouldStartWith("old box\nAI-Benchmark output, TensorFlow 2.18.0\n\n1/19. MobileNet-V2\n");
        shown.Results.ShouldContain(
            "5.1 - inference | batch=10, size=346x346: 26.6 ± 0.5 ms\n5.2 - training  | batch=10, size=346x346: 1234 ± 5 ms\n"
        );
        // 1393.8 points; t of 20 degrees 2.086, times √((5/√20)² + 1/12)/1234, is 0.195 %.
        shown.Results.ShouldContain(
            "Device Training Score: 1393 (95 %: 1391 to 1397) partial: 1 of 18 sub-tests, not to be ranked\n"
        );

        (await data.RunAsync("results", "delete", id)).ExitCode.ShouldBe(0);
        (await data.RunAsync("results", "list")).Notes.ShouldContain("No results yet");
        (await data.RunAsync("results", "restore", id)).ExitCode.ShouldBe(0);
        (await data.RunAsync("results", "list")).Results.ShouldContain("old box");
        Ended export = await data.RunAsync("results", "export", id[..8]);
        export.Notes.ShouldContain("was imported from a printed output and has no raw samples");
    }

    [Fact]
    public async Task Import_TextWithoutSubTest_OneSentence()
    {
        using TemporaryData data = new();

        Ended ended = await data.BashAsync("echo hello | $laptime results import -");

        ended.ExitCode.ShouldBe(1);
        ended.Notes.ShouldStartWith("laptime: Standard input cannot be imported: it is neither JSON");
        ended.Notes.Split('\n').Length.ShouldBe(2);
    }

    [Fact]
    public async Task Rank_ByTraining_HasPublishedFiguresWithSourceInOrder()
    {
        using TemporaryData data = new();

        Ended text = await data.RunAsync("rank", "--by", "training");
        Ended json = await data.RunAsync("rank", "--by", "training", "--json");

        text.Results.Split('\n').ShouldAllBe(line => line.Length <= 80);
        text.Results.ShouldContain("AIpaca");
        using JsonDocument document = JsonDocument.Parse(json.Results);
        JsonElement[] ranked = [.. document.RootElement.GetProperty("ranked").EnumerateArray()];
        ranked[0].GetProperty("id").GetString().ShouldBe("h100-sxm5-fork");
        ranked
            .Select(row => row.GetProperty("training_score").GetProperty("value").GetInt32())
            .ShouldBeInOrder(SortDirection.Descending);
        document
            .RootElement.GetProperty("partial")
            .EnumerateArray()
            .Select(row => row.GetProperty("id").GetString())
            .ShouldContain("gcp-v100-sxm2");
    }

    [Fact]
    public async Task Compare_PublishedMachines_GeometricMeanIsTheRatioOfScores()
    {
        using TemporaryData data = new();

        Ended text = await data.RunAsync("compare", "otc-p2-cpu", "roscube-x-xavier");
        Ended json = await data.RunAsync("compare", "otc-p2-cpu", "roscube-x-xavier", "--json");

        text.ExitCode.ShouldBe(0, text.Notes);
        text.Results.Split('\n').ShouldAllBe(line => line.Length <= 80);
        using JsonDocument document = JsonDocument.Parse(json.Results);
        // (2142/443)^(24/42) · (2192/467)^(18/42)
        document.RootElement.GetProperty("geometric_mean").GetProperty("speed_up").GetDouble().ShouldBe(4.774, 0.02);
        document.RootElement.GetProperty("cases").GetArrayLength().ShouldBe(42);
    }

    [Fact]
    public async Task Compare_ClassicWithOwnProtocol_IsRefused()
    {
        using TemporaryData data = new();
        await data.ImportAsync(StoredRun.Of(StoredRun.Id("01900000")));

        Ended ended = await data.RunAsync("compare", "otc-p2-cpu", "last");

        ended.ExitCode.ShouldBe(1);
        ended.Notes.ShouldContain("cannot be compared");
        ended.Results.ShouldBeEmpty();
    }

    [Fact]
    public async Task Compare_TwoOwnRuns_CaseByCase()
    {
        using TemporaryData data = new();
        await data.ImportAsync(
            StoredRun.Of(StoredRun.Id("01900000")),
            StoredRun.Of(StoredRun.Id("01911111"), hoursLater: 1)
        );

        Ended ended = await data.RunAsync("compare", "0190", "last");

        ended.ExitCode.ShouldBe(0, ended.Notes);
        ended.Results.ShouldStartWith("Both were measured on the same machine with the same software.\n");
        ended.Results.ShouldContain("First faster in 0, second in 0, not to be told in 2.");
    }

    [Fact]
    public async Task Compare_ScoresOnly_SaysSo()
    {
        using TemporaryData data = new();

        Ended ended = await data.RunAsync("compare", "colab-t4", "colab-v100");

        ended.ExitCode.ShouldBe(1);
        ended.Notes.ShouldBe(
            "laptime: Of 'colab-t4' only scores were published, no times of sub-tests. See them with: laptime rank\n"
        );
    }
}
