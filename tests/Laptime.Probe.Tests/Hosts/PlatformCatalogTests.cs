using System.Globalization;
using System.Text.Json;
using Laptime.Probe.Hosts;

namespace Laptime.Probe.Tests.Hosts;

/// <summary>Invariants of every row of data/platforms.json.</summary>
public sealed class PlatformCatalogTests
{
    private static readonly PlatformCatalog Catalog = PlatformCatalogJson.Load();

    public static TheoryData<string> Ids => [.. Catalog.Platforms.Select(platform => platform.Id)];

    [Fact]
    public void Platforms_Ids_Unique() => Catalog.Platforms.Select(platform => platform.Id).ShouldBeUnique();

    [Fact]
    public void File_Members_AllAreRead()
    {
        string[] known =
        [
            "schema collected sources platforms",
            "id name kind detection limits provider",
            "env host_cloud_env files signs dmi mounts kernel",
            "tier session_max_hours idle_timeout_minutes weekly_quota weekly_gpu_hours note date source",
        ];
        using var document = JsonDocument.Parse(PlatformCatalogJson.Open());

        Members(document.RootElement)
            .Distinct(StringComparer.Ordinal)
            .ShouldBe(known.SelectMany(names => names.Split(' ')), ignoreOrder: true);
        Catalog.Schema.ShouldBe("laptime.platforms/1");
    }

    [Fact]
    public void Sources_AllThere() =>
        Catalog
            .Platforms.SelectMany(platform =>
                platform.Detection.Sources.Concat(platform.Limits.Select(limit => limit.Source))
            )
            .ShouldBeSubsetOf(Catalog.Sources.Keys);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Platform_Row_CanBeRecognised(string id)
    {
        var platform = Find(id);

        platform.Name.ShouldNotBeNullOrWhiteSpace();
        platform.Kind.ShouldBeOneOf("notebook", "serverless", "marketplace", "cloud", "desktop");
        platform.Detection.Sources.ShouldNotBeEmpty();
        (
            platform.Detection.Env.Length + platform.Detection.Files.Length + platform.Detection.Dmi.Length
        ).ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Platform_WeakFiles_HaveSecondSigns(string id)
    {
        var detection = Find(id).Detection;

        (detection.Signs is not null).ShouldBe(detection.Files.Length > 0);
        detection.Files.ShouldAllBe(file => file.StartsWith('/'));
        detection.Env.ShouldNotContain(name => name.Contains("API_KEY", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Platform_DmiFields_AreThoseThatAreRead(string id)
    {
        var detection = Find(id).Detection;
        var fields = detection
            .Dmi.SelectMany(alternative => alternative)
            .Concat(detection.Signs?.Dmi ?? [])
            .Select(field => field.Name);

        detection.Dmi.ShouldAllBe(alternative => alternative.Length > 0);
        fields.ShouldBeSubsetOf(["sys_vendor", "product_name", "bios_vendor", "bios_version", "chassis_asset_tag"]);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Platform_Limits_DatedSourcedOnePerTier(string id)
    {
        var limits = Find(id).Limits;

        limits.Select(limit => limit.Tier ?? "").ShouldBeUnique();
        foreach (var limit in limits)
        {
            string[] formats = ["yyyy", "yyyy-MM", "yyyy-MM-dd"];
            DateTime
                .TryParseExact(limit.Date, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                .ShouldBeTrue(limit.Date);
            string.CompareOrdinal(limit.Date, Catalog.Collected).ShouldBeLessThanOrEqualTo(0);
            (limit.SessionMaxHours ?? 1).ShouldBeInRange(0.5, 24 * 31);
            (limit.IdleTimeoutMinutes ?? 1).ShouldBeInRange(1, 24 * 60);
            limit.Describe(Catalog.Sources).ShouldContain(limit.Date);
        }
    }

    [Fact]
    public void Describe_AllParts_InWords()
    {
        var limit = Find("colab").Limits.Single(limit => limit.Tier == "free");

        limit
            .Describe(Catalog.Sources)
            .ShouldBe(
                "free: at most 12 h, ends after 90 min idle, approximate, varies with use "
                    + "(as of 2026-05; API Evangelist, google-colab rate limits (2026-05; secondary))"
            );
    }

    /// <summary>
    /// Names of all members, but for those below env, dmi and sources, which are data, and provider, which Laptime.Prices
    /// reads.
    /// </summary>
    private static IEnumerable<string> Members(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(member =>
                    member.Name is "env" or "dmi" or "sources" or "provider"
                        ? [member.Name]
                        : Members(member.Value).Prepend(member.Name)
                ),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Members),
            _ => [],
        };

    private static KnownPlatform Find(string id) => Catalog.Platforms.Single(platform => platform.Id == id);
}
