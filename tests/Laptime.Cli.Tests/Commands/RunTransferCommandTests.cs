using System.Diagnostics;
using System.Text.Json;
using Laptime.Input.Synthetic;

namespace Laptime.Cli.Tests.Commands;

/// <summary>Real jobs on a few drawn pictures, as short as they get.</summary>
[Collection(nameof(QuietMachine))]
public sealed class RunTransferCommandTests(RunTransferCommandTests.FewPictures pictures)
    : IClassFixture<RunTransferCommandTests.FewPictures>,
        IDisposable
{
    private readonly TemporaryData data = new();

    private string Small =>
        $"run transfer --data {pictures.Directory} --network resnet18 --image 32 --batch 8 --frozen-epochs 1 --epochs 3 --rate 1e-3,3e-3 --no-tta --seed 5 --threads 1 --workers 1";

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData("--rate 2", "--rate cannot be '2': highest rates of the first layers")]
    [InlineData("--network vgg", "--network cannot be 'vgg': resnet18, resnet34 or resnet50")]
    [InlineData("--until-accuracy 99", "--until-accuracy cannot be '99': share of the validation pictures")]
    [InlineData("--epochs -1", "--epochs cannot be '-1'")]
    [InlineData("--epochs 0 --frozen-epochs 0", "--frozen-epochs 0 --epochs 0 leaves nothing to train")]
    [InlineData("--image 8", "--image takes 32 to 2048 pixels, not 8.")]
    public async Task Run_WrongArgument_SaysWhatItTakes(string line, string complaint)
    {
        Ended ended = await data.RunAsync($"run transfer {line}".Split(' '));

        ended.ExitCode.ShouldBe(2);
        ended.Notes.ShouldStartWith($"laptime: {complaint}");
        ended.Notes.ShouldEndWith("Help: laptime run transfer --help\n");
    }

    [Theory]
    [InlineData("/nowhere", "There is no folder /nowhere")]
    [InlineData("/proc/self/fdinfo", "holds no folders")]
    public async Task Run_NoPictures_SaysSoInOneSentence(string directory, string complaint)
    {
        Ended ended = await data.RunAsync("run", "transfer", "--data", directory);

        ended.ExitCode.ShouldBe(1);
        ended.Notes.ShouldContain(complaint);
        ended.Notes.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Run_DryRun_ShowsThePlanAndDrawsNothing()
    {
        Ended ended = await data.RunAsync("run", "transfer", "--dry-run");

        ended.ExitCode.ShouldBe(0, ended.Notes);
        ended.Results.ShouldContain("ResNet-18 on 2,000 synthetic pictures");
        ended.Results.ShouldContain("unfrozen");
        Directory.Exists(data.File("pictures")).ShouldBeFalse();
        (await data.RunAsync("results", "list")).Results.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_ResumeNothing_SaysSo()
    {
        Ended ended = await data.RunAsync("run", "transfer", "--resume");

        ended.Notes.ShouldBe(
            "laptime: No transfer-learning job can be resumed; start one with: laptime run transfer\n"
        );
        ended.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Run_KilledAndStopped_GoesOnToTheSameLosses()
    {
        Ended whole = await data.RunAsync($"{Small} --json".Split(' '));
        whole.ExitCode.ShouldBe(0, whole.Notes);

        // The worker alone is killed: no time for a checkpoint.
        using Process first = Start(Small);
        await EpochAsync(first);
        (await data.BashAsync($"pkill -9 -P {first.Id}")).ExitCode.ShouldBe(0);
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        first.ExitCode.ShouldBe(1);
        (await first.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain(
            "laptime run transfer --resume"
        );

        // What goes on is stopped as a scheduler does it: there is a checkpoint of where it stood.
        using Process second = Start("run transfer --resume");
        await EpochAsync(second);
        (await data.BashAsync($"kill -TERM {second.Id}")).ExitCode.ShouldBe(0);
        await second.WaitForExitAsync(TestContext.Current.CancellationToken);
        second.ExitCode.ShouldBe(130);
        (await second.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain(
            "Stopped, with a checkpoint."
        );

        // The plain form of resuming finds it, too.
        Ended resumed = await data.RunAsync("run", "--resume", "--json");

        resumed.ExitCode.ShouldBe(0, resumed.Notes);
        JsonElement expected = Figures(whole);
        JsonElement actual = Figures(resumed);
        Losses(actual).ShouldBe(Losses(expected));
        Losses(expected).Length.ShouldBe(4);
        actual.GetProperty("interruptions").GetInt32().ShouldBe(2);
        Directory.Exists(data.File("checkpoints")).ShouldBeTrue();
        Directory.EnumerateFileSystemEntries(data.File("checkpoints")).ShouldBeEmpty();

        (await data.RunAsync("results", "show")).Results.ShouldContain("The device waited for input");
        await ExportAndImportAsync();
    }

    [Fact]
    public async Task Run_CheckpointsCannotBeWritten_GoesOnAndTells()
    {
        Ended ended = await data.RunAsync(
            $"{Small.Replace("--epochs 3", "--epochs 0", StringComparison.Ordinal)} --checkpoints /dev/null/x --tensorboard {data.File("events")}".Split(
                ' '
            )
        );

        ended.ExitCode.ShouldBe(3);
        ended.Notes.ShouldContain("warning: The checkpoint could not be written to /dev/null/x");
        ended.Results.ShouldContain("[NO_CHECKPOINT]");
        ended.Results.Split('\n').ShouldAllBe(line => line.Length <= 80);
        Directory.EnumerateFiles(data.File("events"), "*tfevents*", SearchOption.AllDirectories).Count().ShouldBe(1);
    }

    private async Task ExportAndImportAsync()
    {
        Ended exported = await data.RunAsync("results", "export", "--out", data.File("run.json"));
        exported.ExitCode.ShouldBe(0, exported.Notes);
        (await File.ReadAllTextAsync(data.File("run.json"), TestContext.Current.CancellationToken)).ShouldNotContain(
            data.Directory
        );
        using TemporaryData elsewhere = new();
        Ended imported = await elsewhere.RunAsync("results", "import", data.File("run.json"));
        imported.ExitCode.ShouldBe(0, imported.Notes);
        Ended here = await data.RunAsync("results", "show", "--json");
        Ended there = await elsewhere.RunAsync("results", "show", "--json");
        Figures(there).GetRawText().ShouldBe(Figures(here).GetRawText());
    }

    private static JsonElement Figures(Ended ended)
    {
        using JsonDocument document = JsonDocument.Parse(ended.Results);
        JsonElement result = document.RootElement.GetProperty("results").EnumerateArray().ShouldHaveSingleItem();
        return result.GetProperty("transfer").EnumerateArray().ShouldHaveSingleItem().Clone();
    }

    private static string[] Losses(JsonElement figures) =>
        [
            .. figures
                .GetProperty("epochs")
                .EnumerateArray()
                .Select(e =>
                    $"{e.GetProperty("train_loss")} {e.GetProperty("valid_loss")} {e.GetProperty("accuracy")}"
                ),
        ];

    private static async Task EpochAsync(Process process)
    {
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        } while (line is not null && !line.Contains(": loss ", StringComparison.Ordinal));
        line.ShouldNotBeNull("an epoch ended");
    }

    private Process Start(string line)
    {
        ProcessStartInfo start = new(LaptimeProcess.Path, line.Split(' '))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LAPTIME_DATA"] = data.Directory;
        return Process.Start(start)!;
    }

    /// <summary>128 + 16 drawn pictures.</summary>
    public sealed class FewPictures : IAsyncLifetime
    {
        private readonly string root = System.IO.Directory.CreateTempSubdirectory("laptime-pictures-").FullName;

        public string Directory { get; private set; } = "";

        public async ValueTask InitializeAsync() =>
            Directory = await SyntheticPictures.EnsureAsync(
                root,
                new SyntheticPlan { Training = 128, Validation = 16 },
                progress: null,
                TestContext.Current.CancellationToken
            );

        public ValueTask DisposeAsync()
        {
            System.IO.Directory.Delete(root, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
