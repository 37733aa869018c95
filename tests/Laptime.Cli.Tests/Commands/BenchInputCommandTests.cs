using System.Text.Json;
using Laptime.Input.Synthetic;

namespace Laptime.Cli.Tests.Commands;

public sealed class BenchInputCommandTests : IDisposable
{
    private readonly TemporaryData data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Json_OfAFolder_HasASpeedForEachNumberOfWorkers()
    {
        string folder = await DrawAsync();

        Ended ended = await data.RunAsync(
            "bench-input",
            folder,
            "--workers",
            "2,1",
            "--seconds",
            "1",
            "--side",
            "64",
            "--batch",
            "8",
            "--json"
        );

        ended.ExitCode.ShouldBe(0);
        ended.Notes.ShouldBeEmpty();
        using JsonDocument document = JsonDocument.Parse(ended.Results);
        document.RootElement.GetProperty("schema").GetString().ShouldBe("laptime.bench-input/1");
        document.RootElement.GetProperty("pictures").GetInt32().ShouldBe(30);
        JsonElement[] speeds = [.. document.RootElement.GetProperty("speeds").EnumerateArray()];
        speeds.Select(s => s.GetProperty("workers").GetInt32()).ShouldBe([1, 2]);
        foreach (JsonElement speed in speeds)
        {
            double rate = speed.GetProperty("pictures_per_second").GetDouble();
            double work =
                speed.GetProperty("reading_seconds_per_picture").GetDouble()
                + speed.GetProperty("decoding_seconds_per_picture").GetDouble()
                + speed.GetProperty("transforming_seconds_per_picture").GetDouble();
            rate.ShouldBeGreaterThan(1);
            // Workers cannot deliver more than their time allows. Pictures of the pass's end count in one and not in the other.
            (rate * work).ShouldBeLessThan(speed.GetProperty("workers").GetInt32() * 1.25);
            speed.GetProperty("relative_half_width").GetDouble().ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task Text_OfAFolder_IsATableAndAVerdict()
    {
        string folder = await DrawAsync();

        Ended ended = await data.RunAsync("bench-input", folder, "--workers", "1", "--seconds", "0.5", "--side", "32");

        ended.ExitCode.ShouldBe(0);
        ended.Results.ShouldStartWith("30 pictures of 2 classes, 32 x 32, training transforms, batch 64\n");
        ended.Results.ShouldContain("Workers");
        ended.Results.Split('\n').ShouldAllBe(line => line.Length <= 80);
    }

    [Fact]
    public async Task Folder_ThatIsNotThere_IsAFailureInOneSentence()
    {
        Ended ended = await data.RunAsync("bench-input", data.File("nowhere"));

        ended.ExitCode.ShouldBe(1);
        ended.Results.ShouldBeEmpty();
        ended.Notes.ShouldBe(
            $"laptime: There is no folder {data.File("nowhere")}: name one with a folder of pictures for each class.\n"
        );
    }

    [Theory]
    [InlineData("--workers", "0")]
    [InlineData("--workers", "two")]
    [InlineData("--side", "100000")]
    [InlineData("--seconds", "-1")]
    public async Task Option_ThatMakesNoSense_IsAUsageError(string option, string value)
    {
        Ended ended = await data.RunAsync("bench-input", "synthetic", option, value);

        ended.ExitCode.ShouldBe(2);
        ended.Notes.ShouldContain(option);
    }

    [Fact]
    public async Task Interrupt_WhileMeasuring_EndsWith130()
    {
        string folder = await DrawAsync();

        Ended ended = await data.BashAsync(
            $"$laptime bench-input {folder} --seconds 100 & pid=$!; sleep 1.5; kill -TERM $pid; wait $pid; echo $?"
        );

        ended.Results.Trim().ShouldBe("130");
    }

    private Task<string> DrawAsync() =>
        SyntheticPictures.EnsureAsync(
            data.File("pictures"),
            new SyntheticPlan { Training = 30, Validation = 4 },
            null,
            TestContext.Current.CancellationToken
        );
}
