using System.Text.Json;

namespace Laptime.Cli.Tests.Commands;

/// <summary>cost, frontier, recommend, plan and worth, on the shipped catalog.</summary>
public class AdviceCommandTests
{
    // The market of "Best deals in deep learning cloud providers" (Hale 2018).
    private static readonly string[] Hale2018 = ["dogs-cats-resnet50", "--as-of", "2018-12-31", "--setup", "0s"];

    [Fact]
    public async Task Frontier_Hale2018_PaidOffers_VastAiIsCheapestAndAwsP2_8xlargeBeatenForSure()
    {
        using TemporaryData data = new();

        JsonElement answer = await JsonAsync(
            data,
            ["frontier", .. Hale2018, "--no-free", "--spot-interruptions-per-hour", "0"]
        );

        JsonElement[] members = [.. answer.GetProperty("frontier").EnumerateArray()];
        JsonElement cheapest = members.MinBy(Cost);
        cheapest.GetProperty("provider").GetString().ShouldBe("vast-ai");
        cheapest.GetProperty("instance").GetString().ShouldBe("GTX 1070 Ti");
        // "About a cent" a run.
        Cost(cheapest).ShouldBe(0.009, 0.0015);
        cheapest.GetProperty("probability_on_frontier").GetDouble().ShouldBeGreaterThan(0.9);
        JsonElement p2 = answer
            .GetProperty("beaten")
            .EnumerateArray()
            .Single(o => o.GetProperty("instance").GetString() == "p2.8xlarge");
        p2.GetProperty("at_least").GetBoolean().ShouldBeTrue();
        p2.GetProperty("seconds").GetDouble().ShouldBe(960, 0.1);
        // 16 minutes at $4.05 an hour.
        Cost(p2).ShouldBe(1.08, 0.001);
        p2.TryGetProperty("cost_usd_high", out _).ShouldBeFalse();
        p2.GetProperty("beaten_by").GetString()!.ShouldStartWith("vast-ai GTX 1070 Ti");
    }

    [Fact]
    public async Task Frontier_Hale2018_WithoutPriceOrTime_IsListedAsUnknown()
    {
        using TemporaryData data = new();

        JsonElement answer = await JsonAsync(data, ["frontier", .. Hale2018]);

        Dictionary<string, string> unknown = answer
            .GetProperty("unknown")
            .EnumerateArray()
            .GroupBy(o => $"{o.GetProperty("provider").GetString()} {o.GetProperty("instance").GetString()}")
            .ToDictionary(group => group.Key, group => group.First().GetProperty("reason").GetString()!);
        unknown["aws-ec2 p3.8xlarge"].ShouldBe("how fast the job is there is not known");
        unknown["gcp-gce P100"].ShouldBe("how fast the job is there is not known");
        unknown["gcp-gce V100"].ShouldBe("how fast the job is there is not known");
        unknown["gcp-gce K80"].ShouldBe("its price is not known");
        unknown["salamander GPU"].ShouldBe("its device is in no catalog");
        // Free machines are beaten by nobody on money.
        answer
            .GetProperty("frontier")
            .EnumerateArray()
            .ShouldContain(o => o.GetProperty("pricing").GetString() == "free");
    }

    [Fact]
    public async Task Cost_Today_LeavesThePricesOf2018Out()
    {
        using TemporaryData data = new();

        JsonElement answer = await JsonAsync(data, ["cost", "resnet50", "--items", "90M"]);

        answer.GetProperty("market").GetProperty("too_old").GetInt32().ShouldBeGreaterThan(50);
        answer
            .GetProperty("offers")
            .EnumerateArray()
            .ShouldAllBe(o => string.CompareOrdinal(o.GetProperty("price_as_of").GetString(), "2024") > 0);
    }

    [Fact]
    public async Task Cost_EveryOffer_PartsAreTheWhole()
    {
        using TemporaryData data = new();

        JsonElement answer = await JsonAsync(
            data,
            ["cost", "resnet50", "--items", "900M", "--data", "300GB", "--as-of", "2026-11-01"]
        );

        foreach (JsonElement offer in answer.GetProperty("offers").EnumerateArray())
        {
            offer
                .GetProperty("cost")
                .EnumerateArray()
                .Sum(item => item.GetProperty("usd").GetDecimal())
                .ShouldBe(offer.GetProperty("cost_usd").GetDecimal());
            JsonElement time = offer.GetProperty("time");
            double parts = new[] { "work", "setup", "checkpoint", "lost", "waiting" }.Sum(part =>
                time.GetProperty($"{part}_seconds").GetDouble()
            );
            parts.ShouldBe(offer.GetProperty("seconds").GetDouble(), 1e-6 * parts);
        }
    }

    [Fact]
    public async Task Worth_ColabFreeToPro_IsTheCorrectedArithmetic()
    {
        using TemporaryData data = new();

        JsonElement answer = await JsonAsync(
            data,
            ["worth", "--from", "colab-free", "--to", "colab-pro", "--hours-per-month", "20", "--training-share", "0.5"]
        );

        answer.GetProperty("additional_fee_usd_per_month").GetDecimal().ShouldBe(10);
        answer.GetProperty("training_hours_per_month").GetDouble().ShouldBe(10);
        JsonElement v100 = Device(answer, "v100-sxm2-16gb");
        v100.GetProperty("ratio_of_scores").GetDouble().ShouldBe(2.277, 5e-4);
        v100.GetProperty("hours_saved").GetDouble().ShouldBe(10 - (10 / 2.2766), 1e-3);
        JsonElement p100 = Device(answer, "p100-pcie-16gb");
        p100.GetProperty("ratio_of_scores").GetDouble().ShouldBe(1.597, 5e-4);
        p100.GetProperty("usd_per_hour_saved").GetDouble().ShouldBe(2.675, 0.005);
    }

    [Fact]
    public async Task Worth_RentOrBuy_SaysWhereOwningBecomesCheaper()
    {
        using TemporaryData data = new();

        Ended ended = await data.RunAsync(
            "worth",
            "--buy",
            "rtx-4090",
            "--price",
            "1800",
            "--resale",
            "900",
            "--years",
            "3",
            "--power-price",
            "0.30",
            "--rent-price",
            "0.40",
            "--hours-per-month",
            "100"
        );

        // $25 a month and 450 W: 25 / (0.40 − 0.135).
        ended.Results.ShouldContain("Owning is cheaper from 94.3 hours a month on.");
    }

    [Fact]
    public async Task Plan_OnKaggle_KeepsSessionAndWeeklyLimits()
    {
        using TemporaryData data = new();

        JsonElement answer = await JsonAsync(
            data,
            [
                "plan",
                "resnet50",
                "--hours",
                "60",
                "--on-device",
                "p100-pcie-16gb",
                "--on",
                "kaggle",
                "--as-of",
                "2019-06-01",
                "--max-age",
                "150d",
                "--device",
                "p100-pcie-16gb",
            ]
        );

        JsonElement plan = answer.GetProperty("plan");
        plan.GetProperty("session_maximum_seconds").GetDouble().ShouldBe(12 * 3600);
        plan.GetProperty("weekly_gpu_seconds").GetDouble().ShouldBe(30 * 3600);
        // 60 hours in sessions of a little under 12, 30 hours a week: into the third week.
        plan.GetProperty("sessions").GetInt32().ShouldBe(6);
        plan.GetProperty("waiting_seconds").GetDouble().ShouldBe(2 * 138 * 3600, 1);
        plan.GetProperty("stop_at_seconds").GetDouble().ShouldBe((12 * 3600) - 330, 1);
        plan.GetProperty("calendar_days").GetInt32().ShouldBeGreaterThan(14);
    }

    [Fact]
    public async Task Recommend_EveryExcludedOffer_HasItsConstraint()
    {
        using TemporaryData data = new();

        JsonElement answer = await JsonAsync(
            data,
            ["recommend", "resnet50", "--items", "90M", "--budget", "20", "--deadline", "48h", "--no-spot"]
        );

        answer.GetProperty("excluded").EnumerateArray().ShouldAllBe(o => o.GetProperty("reasons").GetArrayLength() > 0);
        foreach (JsonElement choice in answer.GetProperty("choices").EnumerateArray())
        {
            Cost(choice).ShouldBeLessThanOrEqualTo(20);
            choice.GetProperty("seconds").GetDouble().ShouldBeLessThanOrEqualTo(48 * 3600);
            choice.GetProperty("pricing").GetString().ShouldNotBe("spot");
        }
        answer.GetProperty("choices").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Recommend_UnknownPrivacy_DoesNotPassSilently()
    {
        using TemporaryData data = new();

        Ended ended = await data.RunAsync(["recommend", .. Hale2018, "--privacy"]);

        ended.Results.ShouldContain("machine belongs to a stranger");
        ended.Results.ShouldContain("is not known");
    }

    [Fact]
    public async Task Recommend_BudgetZero_LeavesWhatIsFreeAndSaysWhy()
    {
        using TemporaryData data = new();

        JsonElement answer = await JsonAsync(data, ["recommend", .. Hale2018, "--budget", "0"]);

        answer.GetProperty("choices").EnumerateArray().ShouldAllBe(o => o.GetProperty("pricing").GetString() == "free");
        answer
            .GetProperty("excluded")
            .EnumerateArray()
            .SelectMany(o => o.GetProperty("reasons").EnumerateArray())
            .ShouldContain(reason => reason.GetString() == "costs more than $0.00");
    }

    [Theory]
    [InlineData("cost resnett50", "There is no workload 'resnett50'. Did you mean resnet50?")]
    [InlineData("cost resnet50", "Say how much work there is: --items 90M")]
    [InlineData("cost resnet50 --items 0", "--items takes a number above 0 such as 90M, not '0'.")]
    [InlineData("cost resnet50 --items -5", "")]
    [InlineData("cost resnet50 --items 1M --hours 3 --on-device t4", "Say how much work there is in one way")]
    [InlineData("cost resnet50 --hours 3", "--hours needs --on-device or --on-run, one of them")]
    [InlineData("cost resnet50 --hours 3 --on-device t44", "There is no device 't44'. Did you mean t4?")]
    [InlineData("cost resnet50 --items 1M --memory 6", "--memory takes a size with its unit such as 6GiB, not '6'.")]
    [InlineData("cost resnet50 --items 1M --as-of 2999-01-01", "--as-of 2999-01-01 lies in the future")]
    [InlineData(
        "cost resnet50 --items 1M --as-of yesterday",
        "--as-of takes a day such as 2018-12-31, not 'yesterday'."
    )]
    [InlineData("cost resnet50 --items 1M --precision fp12", "--precision takes fp32, tf32, bf16, fp16 or int8")]
    [InlineData("cost none.json", "none.json cannot be read")]
    [InlineData("cost ai-benchmark-training --items 5", "Speeds of ai-benchmark-training are scores, not items")]
    [InlineData("frontier resnet50 --items 1M -o picture.png", "--out takes a file that ends in .svg or .html")]
    [InlineData("recommend resnet50 --items 1M --budget -3", "")]
    [InlineData("recommend resnet50 --items 1M --deadline 8", "--deadline takes a time with its unit")]
    [InlineData("plan resnet50 --items 1M", "Say where: --on kaggle.")]
    [InlineData("plan resnet50 --items 1M --on kagle", "There is no provider 'kagle'. Did you mean kaggle?")]
    [InlineData("worth --from colab-free", "Say what to compare")]
    [InlineData("worth --from colab-free --to colab-gold", "Google Colab has no plan 'gold'")]
    [InlineData(
        "worth --buy rtx-4090 --price 100 --resale 200 --rent-price 1",
        "--resale $200.00 is more than --price $100.00."
    )]
    public async Task AnyQuestion_MakesNoSense_IsOneSentence(string line, string sentence)
    {
        using TemporaryData data = new();

        Ended ended = await data.BashAsync($"$laptime {line}");

        ended.ExitCode.ShouldBe(2);
        ended.Results.ShouldBe("");
        ended.Notes.ShouldStartWith($"laptime: {sentence}");
        ended.Notes.TrimEnd().Split('\n').Length.ShouldBe(2);
        ended.Notes.ShouldContain("\nHelp: laptime ");
    }

    [Fact]
    public async Task Cost_JobFile_IsTheSameJobAndOptionsWin()
    {
        using TemporaryData data = new();
        await File.WriteAllTextAsync(
            data.File("job.json"),
            """{"workload": "resnet50", "precision": "fp16", "epochs": 90, "dataset": "1.28M", "memory": "10GiB"}""",
            TestContext.Current.CancellationToken
        );

        JsonElement file = await JsonAsync(data, ["cost", data.File("job.json"), "--epochs", "10"]);
        JsonElement line = await JsonAsync(
            data,
            ["cost", "resnet50", "--precision", "fp16", "--epochs", "10", "--dataset", "1.28M", "--memory", "10GiB"]
        );

        file.ToString().ShouldBe(line.ToString());
        file.GetProperty("job").GetProperty("items").GetDouble().ShouldBe(12.8e6);
    }

    [Fact]
    public async Task Cost_JobFileWithAMistypedField_SuggestsTheRightOne()
    {
        using TemporaryData data = new();
        await File.WriteAllTextAsync(
            data.File("job.json"),
            """{"workload": "resnet50", "item": 5}""",
            TestContext.Current.CancellationToken
        );

        Ended ended = await data.BashAsync("$laptime cost job.json");

        ended.ExitCode.ShouldBe(2);
        ended.Notes.ShouldStartWith("laptime: job.json: a job has no field 'item'. Did you mean items?");
    }

    [Theory]
    [InlineData("cost dogs-cats-resnet50 --as-of 2018-12-31 --detail")]
    [InlineData("cost resnet50 --items 90M")]
    [InlineData("frontier dogs-cats-resnet50 --as-of 2018-12-31")]
    [InlineData("frontier resnet50 --items 90M")]
    [InlineData("recommend resnet50 --items 90M --budget 20 --privacy --region eu")]
    [InlineData("plan resnet50 --hours 60 --on-device t4 --on colab-free")]
    [InlineData("worth --from colab-free --to colab-pro --hour-is-worth 5")]
    [InlineData("worth --buy rtx-4090 --price 1800 --rent-price 0.40")]
    [InlineData("cost --help")]
    [InlineData("frontier --help")]
    [InlineData("recommend --help")]
    [InlineData("plan --help")]
    [InlineData("worth --help")]
    public async Task AnyAnswer_FitsInto80Columns(string line)
    {
        using TemporaryData data = new();

        Ended ended = await data.BashAsync($"$laptime {line}");

        ended.Notes.ShouldBe("");
        foreach (string text in ended.Results.Split('\n'))
        {
            text.Length.ShouldBeLessThanOrEqualTo(80, text);
        }
    }

    [Fact]
    public async Task Frontier_Picture_IsWholeSelfContainedAndNotOverwritten()
    {
        using TemporaryData data = new();
        string svg = data.File("frontier.svg");
        string html = data.File("frontier.html");

        Ended first = await data.RunAsync(["frontier", .. Hale2018, "-o", svg]);
        Ended refused = await data.RunAsync(["frontier", .. Hale2018, "-o", svg]);
        Ended page = await data.RunAsync(["frontier", .. Hale2018, "-o", html]);

        first.Notes.ShouldBe($"Wrote {svg}.\n");
        refused.ExitCode.ShouldBe(1);
        refused.Notes.ShouldContain("--force");
        page.ExitCode.ShouldBe(0);
        string text = await File.ReadAllTextAsync(svg, TestContext.Current.CancellationToken);
        System.Xml.Linq.XDocument.Parse(text).Root!.Name.LocalName.ShouldBe("svg");
        text.ShouldContain("vast-ai GTX 1070 Ti");
        text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal).ShouldNotContain("http");
        (await File.ReadAllTextAsync(html, TestContext.Current.CancellationToken)).ShouldContain("<svg");
    }

    [Fact]
    public async Task Frontier_TerminalWithoutUtf8_GetsPlainCharacters()
    {
        using TemporaryData data = new();
        data.Environment["LC_ALL"] = "C";

        Ended plain = await data.RunAsync(["frontier", .. Hale2018]);
        data.Environment["LC_ALL"] = "C.UTF-8";
        Ended braille = await data.RunAsync(["frontier", .. Hale2018]);

        plain.Results.ShouldNotContain("│");
        plain.Results.ShouldContain("+----");
        braille.Results.ShouldContain("└────");
        braille.Results.Any(c => c is >= '\u2800' and <= '\u28ff').ShouldBeTrue();
    }

    [Fact]
    public async Task Cost_HoursOnTheMachineOfARun_AreConvertedBySpeeds()
    {
        using TemporaryData data = new();
        await data.ImportAsync(StoredRun.Of(StoredRun.Id("01911111")));
        string[] job = ["cost", "resnet50", "--max-age", "any", "--limit", "1000"];

        JsonElement hours = await JsonAsync(data, [.. job, "--hours", "10", "--on-run", "0191"]);
        JsonElement last = await JsonAsync(data, [.. job, "--hours", "10", "--on-run", "last"]);
        // Ten hours of 0.1 s steps (and a little) of 8 items.
        JsonElement items = await JsonAsync(data, [.. job, "--items", $"{36_000 / 0.1002 * 8}"]);

        Dictionary<string, double> expected = Seconds(items);
        expected.ShouldNotBeEmpty();
        foreach ((string offer, double seconds) in Seconds(hours))
        {
            seconds.ShouldBe(expected[offer], 1e-3 * expected[offer], offer);
        }
        Seconds(last).ShouldBe(Seconds(hours));

        static Dictionary<string, double> Seconds(JsonElement answer) =>
            answer
                .GetProperty("offers")
                .EnumerateArray()
                .GroupBy(o => $"{o.GetProperty("provider")} {o.GetProperty("instance")} {o.GetProperty("pricing")}")
                .ToDictionary(o => o.Key, o => o.First().GetProperty("seconds").GetDouble());
    }

    [Theory]
    [InlineData(
        "cost resnet50 --hours 10 --on-run last",
        "None of your runs measured resnet50 training, fp32. Measure it: laptime run --model resnet50"
    )]
    [InlineData("cost resnet50 --hours 10", "--hours needs --on-device or --on-run")]
    [InlineData("cost resnet50 --on-run last", "--hours needs --on-device or --on-run")]
    [InlineData("cost resnet50 --hours 1 --on-run last --on-device t4", "one of them")]
    public async Task Cost_HoursOfNothingKnown_SaysWhatToDo(string line, string complaint)
    {
        using TemporaryData data = new();

        Ended ended = await data.RunAsync(line.Split(' '));

        ended.ExitCode.ShouldBe(2);
        ended.Notes.ShouldContain(complaint);
    }

    private static async Task<JsonElement> JsonAsync(TemporaryData data, string[] arguments)
    {
        Ended ended = await data.RunAsync([.. arguments, "--json"]);
        ended.Notes.ShouldBe("");
        return JsonDocument.Parse(ended.Results).RootElement;
    }

    private static double Cost(JsonElement offer) => offer.GetProperty("cost_usd").GetDouble();

    private static JsonElement Device(JsonElement answer, string id) =>
        answer.GetProperty("devices").EnumerateArray().Single(d => d.GetProperty("to").GetString() == id);
}
