using System.Globalization;
using Laptime.Probe.Hosts;

namespace Laptime.Probe.Tests.Hosts;

/// <summary>Invariants of every row of data/platforms.json.</summary>
public sealed class PlatformCatalogTests
{
    private static readonly PlatformCatalog Catalog = PlatformCatalog.Load();

    public static TheoryData<string> Ids => [.. Catalog.Platforms.Select(platform => platform.Id)];

    [Fact]
    public void Platforms_Ids_Unique() => Catalog.Platforms.Select(platform => platform.Id).ShouldBeUnique();

    [Fact]
    public void Sources_AllUsed() =>
        Catalog
            .Platforms.SelectMany(platform =>
                platform.Detection.Sources.Concat(platform.Limits.Select(limit => limit.Source))
            )
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ShouldBe(Catalog.Sources.Keys.Order(StringComparer.Ordinal));

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
        var fields = detection.Dmi.SelectMany(alternative => alternative.Keys).Concat(detection.Signs?.Dmi.Keys ?? []);

        detection.Dmi.ShouldAllBe(alternative => alternative.Count > 0);
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

    private static KnownPlatform Find(string id) => Catalog.Platforms.Single(platform => platform.Id == id);
}
