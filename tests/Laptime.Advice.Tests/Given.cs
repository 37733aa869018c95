using System.Collections.Immutable;
using Laptime.Advice.Jobs;
using Laptime.Advice.Outlooks;
using Laptime.Advice.Speeds;
using Laptime.Core.Cases;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Tests;

/// <summary>Unremarkable offers, speeds and jobs.</summary>
internal static class Given
{
    public static readonly DateOnly Day = new(2026, 11, 1);

    public static readonly Source Source = new("some-source", Day);

    /// <summary>No set-up, no spread: times come out as divisions.</summary>
    public static readonly Assumptions Exact = new()
    {
        UnitHalfWidth = 0,
        SinglePublishedSpread = 0,
        SetupTime = Seconds.Zero,
        SpotInterruptionsPerHour = 0,
    };

    public static Job Job(double items = 3600, string workload = "resnet50") =>
        new()
        {
            Workload = workload,
            Scenario = Scenario.Train,
            Work = new Work.Items(items),
        };

    public static Offer Offer(
        string provider = "somecloud",
        string instance = "one",
        string? device = "fast",
        decimal count = 1,
        decimal? price = 1,
        Pricing? pricing = null
    ) =>
        new()
        {
            Provider = provider,
            Instance = instance,
            Device = device,
            RawDevice = device,
            DeviceCount = count,
            Price = price is { } usd ? new UsdPerHour(usd) : null,
            Pricing = pricing ?? new Pricing.OnDemand(),
            Source = Source,
        };

    public static PublishedSpeed Speed(
        string device = "fast",
        double itemsPerSecond = 1,
        string workload = "resnet50",
        int count = 1,
        int? batch = null,
        string? precision = null,
        string? provider = null,
        string source = "some-source"
    ) =>
        new()
        {
            Workload = workload,
            Scenario = Scenario.Train,
            Precision = precision,
            Batch = batch,
            Device = device,
            DeviceCount = count,
            Provider = provider,
            ItemsPerSecond = itemsPerSecond,
            Source = new Source(source, Day),
        };

    public static DeviceModel Device(string id, decimal? memoryGb = 16) =>
        new()
        {
            Id = id,
            Name = id.ToUpperInvariant(),
            Aliases = [],
            Vendor = "some",
            Kind = Laptime.Core.Catalogs.DeviceKind.Gpu,
            MemoryGb = memoryGb,
            PeaksTera = ImmutableSortedDictionary<string, double>.Empty,
            Sources = ["some"],
        };

    public static Provider Provider(string id = "somecloud", params SessionLimits[] limits) =>
        new()
        {
            Id = id,
            Name = id,
            Kind = "cloud",
            Limits = [.. limits],
            Sources = ImmutableSortedDictionary<string, Source>.Empty,
        };

    public static Catalog Catalog(
        IEnumerable<PublishedSpeed>? speeds = null,
        IEnumerable<Offer>? offers = null,
        IEnumerable<Provider>? providers = null,
        IEnumerable<DeviceModel>? devices = null
    ) =>
        new()
        {
            Devices = (devices ?? [Device("fast"), Device("slow")]).ToImmutableSortedDictionary(d => d.Id, d => d),
            Providers = (providers ?? []).ToImmutableSortedDictionary(p => p.Id, p => p),
            Offers = [.. offers ?? []],
            Speeds = [.. speeds ?? [Speed("fast", 2), Speed("slow", 1)]],
        };

    public static OutlookModel Model(Job? job = null, Catalog? catalog = null, Assumptions? assumptions = null)
    {
        catalog ??= Catalog();
        assumptions ??= Exact;
        SpeedBook book = new(job ?? Job(), [new PublishedSpeeds(catalog.Speeds, assumptions)], assumptions);
        return new OutlookModel(book, catalog, assumptions);
    }

    public static Outlook Outlook(this OutlookModel model, Offer offer) =>
        model.Find(offer).Outlook ?? throw new InvalidOperationException($"{offer}: {model.Find(offer).Why}");
}
