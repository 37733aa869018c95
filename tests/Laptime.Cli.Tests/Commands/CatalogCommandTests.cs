using System.Globalization;
using System.Text.Json;

namespace Laptime.Cli.Tests.Commands;

/// <summary>Catalogs as their users see them.</summary>
public sealed class CatalogCommandTests
{
    private const string AwsList =
        "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,AvailabilityZone,Arch\n"
        + "p3.2xlarge,V100,1.0,8.0,61.0,V100,2.95,0.9,us-east-1,use1-az6,x86_64\n"
        + "g9.xlarge,Z1,1.0,8.0,61.0,Z1,2.95,,us-east-1,use1-az6,x86_64\n"
        + "p3.8xlarge,V100,4.0,32.0,244.0,V100,9999,,us-east-1,use1-az6,x86_64\n";

    private static readonly string Today = TimeProvider
        .System.GetUtcNow()
        .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Devices_OfOneName_ShowsEverythingWithSources()
    {
        using TemporaryData data = new();

        Ended ended = await data.RunAsync("catalog", "devices", "NVIDIA A100-SXM4-40GB");

        ended.ExitCode.ShouldBe(0);
        ended.Results.ShouldContain("a100-sxm4-40gb");
        ended.Results.ShouldContain("40 GB (37.3 GiB)");
        ended.Results.ShouldContain("Source");
    }

    [Fact]
    public async Task Devices_Table_FitsIntoEightyColumns()
    {
        using TemporaryData data = new();

        Ended devices = await data.RunAsync("catalog", "devices");
        Ended platforms = await data.RunAsync("catalog", "platforms");
        Ended offers = await data.RunAsync("catalog", "offers", "--historic");
        Ended speeds = await data.RunAsync("catalog", "speeds");

        foreach (Ended ended in new[] { devices, platforms, offers, speeds })
        {
            ended.ExitCode.ShouldBe(0);
            ended.Notes.ShouldNotContain("laptime:");
            ended.Results.Split('\n').ShouldAllBe(line => line.Length <= 80);
        }
    }

    [Theory]
    [InlineData("devices", "laptime.catalog-devices/1", "devices")]
    [InlineData("platforms", "laptime.catalog-platforms/1", "platforms")]
    [InlineData("offers", "laptime.catalog-offers/1", "offers")]
    [InlineData("speeds", "laptime.catalog-speeds/1", "speeds")]
    public async Task Json_EveryRow_HasASource(string noun, string schema, string member)
    {
        using TemporaryData data = new();

        Ended ended = await data.RunAsync("catalog", noun, "--json");

        using JsonDocument document = JsonDocument.Parse(ended.Results);
        document.RootElement.GetProperty("schema").GetString().ShouldBe(schema);
        JsonElement.ArrayEnumerator rows = document.RootElement.GetProperty(member).EnumerateArray();
        rows.ShouldNotBeEmpty();
        if (noun is "offers" or "speeds")
        {
            rows.Count(row => row.TryGetProperty("source", out _)).ShouldBe(rows.Count());
        }
    }

    [Fact]
    public async Task Devices_Unknown_FailsAndSaysWhere()
    {
        using TemporaryData data = new();

        Ended ended = await data.RunAsync("catalog", "devices", "abacus");

        ended.ExitCode.ShouldBe(1);
        ended.Notes.ShouldContain("See all with: laptime catalog devices");
    }

    [Theory]
    [InlineData("offers", "--provider", "asure", "Did you mean azure?")]
    [InlineData("offers", "--device", "abacus", "There is no device 'abacus' in the catalog.")]
    [InlineData("offers", "--pricing", "later", "--pricing cannot be 'later'")]
    [InlineData("offers", "--since", "yesterday", "--since cannot be 'yesterday'")]
    [InlineData("offers", "--max-price", "cheap", "--max-price takes a number, not 'cheap'.")]
    [InlineData("import", "--as-of", "2999-01-01", "--as-of 2999-01-01 is in the future.")]
    public async Task Option_Nonsense_IsAUsageError(string verb, string option, string value, string message)
    {
        using TemporaryData data = new();

        string[] arguments =
            verb == "import" ? ["catalog", verb, "x", option, value] : ["catalog", verb, option, value];
        Ended ended = await data.RunAsync(arguments);

        ended.ExitCode.ShouldBe(2);
        ended.Notes.ShouldContain(message);
    }

    [Fact]
    public async Task Import_ThenOffersThenUndo_GoesThereAndBack()
    {
        using TemporaryData data = new();
        await WriteAsync(data, "prices.txt", AwsList);

        Ended before = await data.RunAsync("catalog", "offers", "p3.2xlarge", "--csv");
        Ended imported = await data.RunAsync("catalog", "import", data.File("prices.txt"), "--as-of", Today);
        Ended offers = await data.RunAsync("catalog", "offers", "p3.2xlarge", "--csv", "--since", Today);
        Ended quarantined = await data.RunAsync("catalog", "offers", "--quarantined");
        Ended undone = await data.RunAsync("catalog", "undo");
        Ended after = await data.RunAsync("catalog", "offers", "p3.2xlarge", "--csv");
        Ended again = await data.RunAsync("catalog", "undo");

        imported.ExitCode.ShouldBe(0);
        imported.Results.ShouldContain("3  rows read");
        imported.Results.ShouldContain("1  in, as 2 offers");
        imported.Results.ShouldContain("left out: device not in the catalog: Z1");
        imported.Notes.ShouldBe("Kept as skypilot-aws-ec2. Undo: laptime catalog undo\n");
        offers.Results.ShouldContain("2.95");
        offers.Results.ShouldContain("spot");
        quarantined.Results.ShouldContain("p3.8xlarge");
        undone.ExitCode.ShouldBe(0);
        after.Results.ShouldBe(before.Results);
        again.ExitCode.ShouldBe(1);
        again.Notes.ShouldBe("laptime: There is no import to take back.\n");
    }

    [Fact]
    public async Task Import_ListWithoutDays_CountsAsOfTheDayTheFileWasWritten()
    {
        using TemporaryData data = new();
        await WriteAsync(data, "prices.txt", AwsList);
        File.SetLastWriteTimeUtc(data.File("prices.txt"), new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc));

        Ended imported = await data.RunAsync("catalog", "import", data.File("prices.txt"));
        Ended offers = await data.RunAsync("catalog", "offers", "p3.2xlarge", "--csv", "--since", "2026-01-31");

        imported.Notes.ShouldContain("count as of 2026-01-31, when the file was last written");
        offers.Results.ShouldContain(",2.95,");
        offers.Results.ShouldContain(",2026-01-31,");
    }

    [Fact]
    public async Task Import_NothingComesIn_FailsAndKeepsTheCatalog()
    {
        using TemporaryData data = new();
        await WriteAsync(data, "good.csv", AwsList);
        await WriteAsync(data, "bad.csv", AwsList.Replace("V100", "Z1", StringComparison.Ordinal));
        await data.RunAsync("catalog", "import", data.File("good.csv"));
        Ended before = await data.RunAsync("catalog", "offers", "--csv");

        Ended ended = await data.RunAsync("catalog", "import", data.File("bad.csv"));
        Ended after = await data.RunAsync("catalog", "offers", "--csv");

        ended.ExitCode.ShouldBe(1);
        ended.Notes.ShouldContain("Nothing was imported; the catalog is what it was.");
        after.Results.ShouldBe(before.Results);
    }

    [Fact]
    public async Task Import_OneBadFile_DoesNotKeepTheOthersOut()
    {
        using TemporaryData data = new();
        await WriteAsync(data, "good.csv", AwsList);
        await WriteAsync(data, "bad.bin", "\u007fELF\0\0\0");

        Ended ended = await data.BashAsync("$laptime catalog import bad.bin none.csv good.csv --json");

        ended.ExitCode.ShouldBe(1);
        ended.Notes.ShouldContain("bad.bin cannot be imported: This is no text;");
        ended.Notes.ShouldContain("none.csv cannot be imported: Could not find file");
        using JsonDocument document = JsonDocument.Parse(ended.Results);
        JsonElement import = document.RootElement.GetProperty("imports").EnumerateArray().Single();
        int Rows(string name) => import.GetProperty(name).GetInt32();
        (Rows("rows_in") + Rows("rows_quarantined") + Rows("rows_left_out")).ShouldBe(Rows("rows_read"));
    }

    [Fact]
    public async Task Import_FromAPipe_OnTrial_KeepsNothing()
    {
        using TemporaryData data = new();
        await WriteAsync(data, "good.csv", AwsList);

        Ended ended = await data.BashAsync("cat good.csv | $laptime catalog import - --dry-run");

        ended.ExitCode.ShouldBe(0);
        ended.Results.ShouldStartWith("Standard input: SkyPilot's vms.csv\n");
        Directory.Exists(data.File("catalog")).ShouldBeFalse();
    }

    [Fact]
    public async Task Offers_OwnCsv_CanBeImported()
    {
        using TemporaryData here = new();
        using TemporaryData there = new();

        Ended ended = await here.BashAsync(
            $"$laptime catalog offers --csv | LAPTIME_DATA='{there.Directory}' $laptime catalog import -"
        );

        ended.ExitCode.ShouldBe(0);
        ended.Results.ShouldNotContain("cannot be read");
    }

    [Fact]
    public async Task Refresh_WithoutSources_SaysHowToAddOne()
    {
        using TemporaryData data = new();

        Ended ended = await data.RunAsync("catalog", "refresh");

        ended.ExitCode.ShouldBe(1);
        ended.Notes.ShouldBe("laptime: There are no sources yet. Add one with: laptime catalog sources add NAME URL\n");
    }

    [Fact]
    public async Task Refresh_OneSourceFails_SpoilsOnlyItself()
    {
        using TemporaryData data = new();
        await WriteAsync(data, "good.csv", AwsList);
        // Nobody listens on port 1.
        await data.RunAsync("catalog", "sources", "add", "far", "http://127.0.0.1:1/vms.csv", "--provider", "aws");
        Ended added = await data.BashAsync("$laptime catalog sources add near good.csv");
        Ended listed = await data.RunAsync("catalog", "sources", "list");

        Ended ended = await data.RunAsync("catalog", "refresh");
        Ended one = await data.RunAsync("catalog", "refresh", "near");
        Ended none = await data.RunAsync("catalog", "refresh", "far");
        Ended unknown = await data.RunAsync("catalog", "refresh", "nowhere");
        Ended removed = await data.RunAsync("catalog", "sources", "remove", "far");

        added.Notes.ShouldContain($"Added near: {data.File("good.csv")}.");
        listed.Results.ShouldContain("aws-ec2");
        ended.ExitCode.ShouldBe(3);
        ended.Notes.ShouldContain("far cannot be refreshed: 127.0.0.1 cannot be reached");
        ended.Notes.ShouldContain("Kept as skypilot-aws-ec2.");
        one.ExitCode.ShouldBe(0);
        none.ExitCode.ShouldBe(1);
        unknown.Notes.ShouldContain("There is no source 'nowhere'.");
        removed.ExitCode.ShouldBe(0);
    }

    private static Task WriteAsync(TemporaryData data, string name, string text) =>
        File.WriteAllTextAsync(data.File(name), text, TestContext.Current.CancellationToken);
}
