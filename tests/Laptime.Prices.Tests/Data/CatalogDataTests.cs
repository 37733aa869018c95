using System.Globalization;
using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;
using Laptime.Prices.Naming;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Tests.Data;

/// <summary>Invariants of every row under data/.</summary>
public sealed class CatalogDataTests
{
    /// <summary>Day on which the data were collected.</summary>
    private static readonly DateOnly Collected = new(2026, 11, 20);

    private static readonly Catalog Catalog = CatalogFiles.ReadShipped();

    public static TheoryData<string> DeviceIds => [.. Catalog.Devices.Keys];

    public static TheoryData<string> ProviderIds => [.. Catalog.Providers.Keys];

    public static TheoryData<int> OfferRows => [.. Enumerable.Range(0, Catalog.Offers.Length)];

    public static TheoryData<int> SpeedRows => [.. Enumerable.Range(0, Catalog.Speeds.Length)];

    [Fact]
    public void Counts_NothingIsLostOnTheWay()
    {
        Catalog.Devices.Count.ShouldBe(76);
        Catalog.Offers.Length.ShouldBeGreaterThan(200);
        Catalog.Speeds.Length.ShouldBeGreaterThan(150);
    }

    [Theory]
    [MemberData(nameof(DeviceIds))]
    public void Device_Row_IsPlausible(string id)
    {
        DeviceModel device = Catalog.Devices[id];

        device.Sources.ShouldNotBeEmpty();
        device.Sources.ShouldBeSubsetOf(Catalog.Sources.Keys);
        device.Name.ShouldNotBeNullOrWhiteSpace();
        if (device.Launch is { } launch)
        {
            launch.ShouldBeInRange(new DateOnly(2010, 1, 1), Collected);
        }
        // From the first of them to the largest of 2026; a factor of a thousand off falls out.
        (device.MemoryGb ?? 8).ShouldBeInRange(4, 300);
        (device.BandwidthGbPerSecond ?? 100).ShouldBeInRange(10, 10_000);
        (device.PowerWatts ?? 100).ShouldBeInRange(10, 1500);
        (device.ListPrice?.Value ?? 1000).ShouldBeInRange(100, 100_000);
        device.PeaksTera.Values.ShouldAllBe(peak => peak > 0.01 && peak < 20_000);
        device.Links.ShouldAllBe(link => link.StartsWith("https://", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(DeviceIds))]
    public void Device_Peaks_AreOrdered(string id)
    {
        DeviceModel device = Catalog.Devices[id];

        // Narrower arithmetic is never slower in tensor units, and single precision never slower than double.
        AtMost("fp64", "fp32");
        AtMost("tf32", "fp16_tensor");
        AtMost("fp16_tensor", "fp16_tensor_fp16acc");

        void AtMost(string slower, string faster)
        {
            // A Gaudi 3 runs fp16 at a quarter of its bf16 rate.
            if (
                id != "gaudi3"
                && device.PeaksTera.TryGetValue(slower, out double low)
                && device.PeaksTera.TryGetValue(faster, out double high)
            )
            {
                low.ShouldBeLessThanOrEqualTo(high * 1.001, $"{id}: {slower} and {faster}");
            }
        }
    }

    [Fact]
    public void Device_PublishedPeaks_AreTheirs()
    {
        // NVIDIA's data sheets: T4 65 TFLOP/s fp16, A100 312, V100 SXM2 125, H100 SXM 989 dense.
        Catalog.Devices["t4"].PeaksTera["fp16_tensor"].ShouldBe(65, 0.5);
        Catalog.Devices["a100-sxm4-40gb"].PeaksTera["fp16_tensor"].ShouldBe(312, 1);
        Catalog.Devices["v100-sxm2-16gb"].PeaksTera["fp16_tensor"].ShouldBe(125, 1);
        Catalog.Devices["h100-sxm5-80gb"].PeaksTera["fp16_tensor"].ShouldBe(989, 2);
    }

    [Fact]
    public void DeviceNames_ExactNames_MeanOneDevice()
    {
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        foreach (DeviceModel device in Catalog.Devices.Values)
        {
            foreach (string name in device.Aliases.Append(device.Id).Append(device.Name))
            {
                string letters = NameText.Letters(name);
                owners.TryAdd(letters, device.Id);
                owners[letters].ShouldBe(device.Id, $"'{name}' is a name of two devices");
            }
        }
        DeviceFile.Load().Families.ShouldAllBe(family => !owners.ContainsKey(NameText.Letters(family.Name)));
    }

    [Theory]
    [MemberData(nameof(DeviceIds))]
    public void DeviceNames_EveryName_FindsItsDevice(string id)
    {
        DeviceNames names = DeviceNames.ReadShipped();
        DeviceModel device = Catalog.Devices[id];

        foreach (string name in device.Aliases.Append(device.Id).Append(device.Name))
        {
            names.Find(name).ShouldBe(new DeviceMatch.Known(id), name);
        }
    }

    [Fact]
    public void Conventions_DevicesProvidersSources_AreThere()
    {
        DeviceFile file = DeviceFile.Load();

        foreach (NamingConvention rule in file.Conventions)
        {
            Catalog.Devices.Keys.ShouldContain(rule.Device);
            Catalog.Providers.Keys.ShouldContain(rule.Provider);
            Catalog.Sources.Keys.ShouldContain(rule.Source);
            file.Families.ShouldContain(family => family.Name == rule.Name && family.Devices.Contains(rule.Device));
        }
    }

    [Theory]
    [MemberData(nameof(ProviderIds))]
    public void Provider_Row_IsPlausible(string id)
    {
        Provider provider = Catalog.Providers[id];

        provider.Kind.ShouldBeOneOf("notebook", "serverless", "marketplace", "cloud");
        foreach (Source source in provider.Sources.Values.Concat(provider.Limits.Select(limits => limits.Source)))
        {
            Catalog.Sources.Keys.ShouldContain(source.Id);
            (source.AsOf ?? Collected).ShouldBeInRange(new DateOnly(2010, 1, 1), Collected);
        }
        (provider.BillingStep?.Value ?? 1).ShouldBeInRange(1, 3600);
        (provider.SetupTime?.Value ?? 60).ShouldBeInRange(1, 7200);
        foreach (SessionLimits limits in provider.Limits)
        {
            (limits.SessionMaximum?.Value ?? 3600).ShouldBeInRange(1800, 31 * 86_400);
            (limits.WeeklyGpuTime?.Value ?? 3600).ShouldBeInRange(3600, 7 * 86_400);
        }
    }

    [Fact]
    public void ProviderNames_AllOfThem_MeanOneProvider()
    {
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        foreach (Provider provider in Catalog.Providers.Values)
        {
            foreach (string name in provider.Aliases.Append(provider.Id).Append(provider.Name))
            {
                string letters = NameText.Letters(name);
                owners.TryAdd(letters, provider.Id);
                owners[letters].ShouldBe(provider.Id, $"'{name}' is a name of two providers");
            }
        }
    }

    [Theory]
    [MemberData(nameof(OfferRows))]
    public void Offer_Row_IsPlausible(int row)
    {
        Offer offer = Catalog.Offers[row];

        Catalog.Providers.Keys.ShouldContain(offer.Provider);
        Catalog.Sources.Keys.ShouldContain(offer.Source.Id);
        if (offer.Device is { } device)
        {
            Catalog.Devices.Keys.ShouldContain(device);
            offer.DeviceCount.ShouldBeGreaterThanOrEqualTo(1);
        }
        // Some of SkyPilot's files carry no day; they were collected with the others.
        (offer.Source.AsOf ?? (offer.Source.Id == "skypilot-catalog" ? Collected : default)).ShouldBeInRange(
            new DateOnly(2010, 1, 1),
            Collected
        );
        offer.Flags.Contains(CatalogFiles.Historic).ShouldBe(offer.Source.AsOf < new DateOnly(2023, 1, 1));
        (offer.Vcpu ?? 1).ShouldBeInRange(0.1m, 1000);
        (offer.RamGib ?? 1).ShouldBeInRange(0.1m, 32_768);
        if (offer.Price is { Value: > 0 and var price } && offer.Device is not null)
        {
            new PriceBands(Catalog.Offers)
                .IsPlausible(offer.Device, offer.DeviceCount, offer.Vcpu, offer.Pricing, price)
                .ShouldBeTrue($"{offer} at {offer.Price}");
        }
        if (offer.Price is { Value: 0 })
        {
            (offer.Pricing is Pricing.Free or Pricing.Subscription).ShouldBeTrue();
        }
    }

    [Fact]
    public void Offers_Spot_IsNotAboveOnDemandUnlessFlagged()
    {
        var onDemand = Catalog
            .Offers.Where(offer => offer.Pricing is Pricing.OnDemand && offer.Price is not null)
            .ToLookup(offer => (offer.Provider, offer.Instance, offer.Device, offer.Region, offer.Zone, offer.Source));

        foreach (Offer spot in Catalog.Offers.Where(offer => offer.Pricing is Pricing.Spot && offer.Price is not null))
        {
            foreach (
                Offer full in onDemand[(spot.Provider, spot.Instance, spot.Device, spot.Region, spot.Zone, spot.Source)]
            )
            {
                (spot.Price <= full.Price || spot.Flags.Contains("spot-above-on-demand")).ShouldBeTrue($"{spot}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(SpeedRows))]
    public void Speed_Row_IsPlausible(int row)
    {
        PublishedSpeed speed = Catalog.Speeds[row];

        Catalog.Devices.Keys.ShouldContain(speed.Device);
        Catalog.Sources.Keys.ShouldContain(speed.Source.Id);
        speed.Source.AsOf.ShouldNotBeNull().ShouldBeInRange(new DateOnly(2010, 1, 1), Collected);
        (speed.Provider is null || Catalog.Providers.ContainsKey(speed.Provider)).ShouldBeTrue();
        (speed.Precision ?? "fp32").ShouldBeOneOf("fp32", "tf32", "fp16", "bf16");
        speed.DeviceCount.ShouldBeInRange(1, 16);
        speed.ItemsPerSecond.ShouldBeInRange(1e-5, 100_000);
        if (speed.Range is { } range)
        {
            speed.ItemsPerSecond.ShouldBeInRange(range.Low, range.High);
        }
    }

    [Fact]
    public void Speeds_Networks_DoNotOutrunTheirDevices()
    {
        // ResNet-50 takes about 8.2 GFLOP an image forward, three times that in training (He et al. 2016).
        foreach (PublishedSpeed speed in Catalog.Speeds.Where(speed => speed.Workload == "resnet50"))
        {
            double perItem = 8.2e9 * (speed.Scenario == Core.Cases.Scenario.Train ? 3 : 1);
            double best = Catalog.Devices[speed.Device].PeaksTera.Values.Max() * 1e12 * speed.DeviceCount;
            (speed.ItemsPerSecond * perItem).ShouldBeLessThan(best, $"{speed.Device} {speed.Source.Id}");
        }
    }

    [Fact]
    public void Speeds_WriteUps_SayWhatTheirAuthorsFound()
    {
        // 1210 s on Colab's K80 (Hale 2018), 677 s on Kaggle's P100 (Hale 2019), score of the T4 (AIpaca 2021).
        Speed("dogs-cats-resnet50", "colab").ItemsPerSecond.ShouldBe(1 / 1210.0, 1e-9);
        Speed("dogs-cats-2019", "kaggle").ItemsPerSecond.ShouldBe(1 / 677.0, 1e-8);
        Catalog
            .Speeds.Single(speed => speed.Workload == "ai-benchmark-training" && speed.Device == "t4")
            .ItemsPerSecond.ShouldBe(7155);

        static PublishedSpeed Speed(string workload, string provider) =>
            Catalog.Speeds.First(speed => speed.Workload == workload && speed.Provider == provider);
    }

    [Fact]
    public void OfferCsv_WrittenAndRead_IsTheSame()
    {
        StringWriter first = new(CultureInfo.InvariantCulture);
        OfferCsv.Write(Catalog.Offers, first);
        StringWriter second = new(CultureInfo.InvariantCulture);
        OfferCsv.Write(OfferCsv.Read(new StringReader(first.ToString())), second);

        second.ToString().ShouldBe(first.ToString());
    }
}
