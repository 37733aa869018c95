using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;

namespace Laptime.Prices.Tests.Formats;

/// <summary>One small list in each of the other forms.</summary>
public sealed class OtherFormatsTests
{
    [Fact]
    public void Gpuhunt_SpotIsARowOfItsOwn()
    {
        ImportedOffers import = Importer.Import(
            "instance_name,location,price,cpu,memory,gpu_count,gpu_name,gpu_memory,spot,disk_size,gpu_vendor,flags,cpu_arch,provider_data\n"
                + "g4dn.xlarge,us-east-1,0.526,4,16.0,1,T4,16.0,False,,nvidia,,x86,{}\n"
                + "g4dn.xlarge,us-east-1,0.21,4,16.0,1,T4,16.0,True,,nvidia,,x86,{}\n"
                + "p4d.24xlarge,us-east-1,21.96,96,1152.0,8,A100,40.0,False,,nvidia,,x86,{}\n"
        );

        import.Name.ShouldBe("gpuhunt-aws-ec2");
        import.Account.OffersIn.ShouldBe(3);
        import.Spot().Device.ShouldBe("t4");
        import.Offers[2].Device.ShouldBe("a100-sxm4-40gb");
    }

    [Fact]
    public void VastBundles_PriceBidAndShareOfMemory()
    {
        ImportedOffers import = Importer.Import(
            """
            {"offers":[
              {"id":7,"gpu_name":"RTX 4090","num_gpus":2,"gpu_ram":24564,"cpu_cores":64,"cpu_cores_effective":32,"cpu_ram":131072,
               "dph_total":0.8,"min_bid":0.4,"storage_cost":0.15,"disk_space":100.5,"geolocation":"Denmark, DK","rentable":true},
              {"id":8,"gpu_name":"RTX 4090","num_gpus":1,"gpu_ram":24564,"dph_total":0.4,"rentable":false},
              "nonsense"
            ]}
            """
        );

        Offer offer = import.OnDemand();
        (offer.Instance, offer.Device, offer.DeviceCount, offer.RamGib).ShouldBe(("7", "rtx-4090", 2m, 64m));
        offer.StoragePricePerGbMonth!.Value.Value.ShouldBe(0.15m);
        import.Spot().Price!.Value.Value.ShouldBe(0.4m);
        (import.LeftOut(LeftOut.NotAMachine), import.LeftOut(LeftOut.Unreadable)).ShouldBe((1, 1));
    }

    [Fact]
    public void AzureRetail_OnlyLinuxByTheHourInDollars()
    {
        static string Item(string size, string product, string meter, double price, string more = "") =>
            $$"""{"currencyCode":"USD","retailPrice":{{price}},"armRegionName":"eastus","meterName":"{{meter}}","productName":"{{product}}","skuName":"{{meter}}","serviceName":"Virtual Machines","unitOfMeasure":"1 Hour","type":"Consumption","armSkuName":"{{size}}"{{more}}}""";

        ImportedOffers import = Importer.Import(
            $$"""
            {"Items":[
            {{Item("Standard_NC24ads_A100_v4", "NC A100 v4", "NC24ads A100 v4", 3.673)}},
            {{Item("Standard_NC24ads_A100_v4", "NC A100 v4", "NC24ads A100 v4 Spot", 1.5)}},
            {{Item("Standard_NC24ads_A100_v4", "NC A100 v4 Windows", "NC24ads A100 v4", 4.7)}},
            {{Item("Standard_D2s_v3", "Dsv3 Series", "D2s v3", 0.096)}},
            {{Item("Standard_ND96isr_H100_v5", "ND H100 v5", "ND96isr H100 v5", 0)}},
            {{Item("Standard_NG99_v9", "NG", "NG99", 1)}},
            {{Item("Standard_NC4as_T4_v3", "NCasT4v3", "NC4as T4 v3", 0.5).Replace(
                "USD",
                "EUR",
                StringComparison.Ordinal
            )}},
            {{Item("Standard_NV12ads_A10_v5", "NVadsA10v5", "NV12ads", 0.9)}}
            ],"NextPageLink":null}
            """
        );

        (import.OnDemand().Device, import.OnDemand().Vcpu).ShouldBe(("a100-pcie-80gb", 24m));
        import.Spot().Price!.Value.Value.ShouldBe(1.5m);
        import.LeftOut(LeftOut.NotAMachine).ShouldBe(2);
        import.LeftOut(LeftOut.NoPrice).ShouldBe(1);
        import.LeftOut(LeftOut.UnknownDevice).ShouldBe(1);
        import.LeftOut(LeftOut.OtherCurrency).ShouldBe(1);
        import.LeftOut(LeftOut.FractionalDevice).ShouldBe(1);
    }

    [Fact]
    public void Fsdl_ProvidersByName_PricesWithDollarSigns()
    {
        ImportedOffers import = Importer.Import(
            "Cloud,GPU Type,GPU Arch,GPUs,GPU RAM,vCPUs,RAM,On-demand,Per-GPU,Spot,Name\n"
                + "AWS,A100 (40 GB),Ampere,8,320,96,1152,32.77,4.10,9.83,p4d.24xlarge\n"
                + "Somebody,T4 (16 GB),Turing,1,16,4,16,0.53,0.53,,x\n"
                + "Lambda,A100 (80 GB),Ampere,1,80,4,16,$1.50,1.50,,\n"
        );

        (import.OnDemand().Provider, import.OnDemand().Device).ShouldBe(("aws-ec2", "a100-sxm4-40gb"));
        import.Spot().Price!.Value.Value.ShouldBe(9.83m);
        import.Details(LeftOut.UnknownProvider).ShouldBe(["Somebody"]);
        import.LeftOut(LeftOut.AmbiguousDevice).ShouldBe(1);
    }

    [Fact]
    public void FsdlServerless_IsFlagged()
    {
        Offer offer = Importer
            .Import(
                "Vendor,GPU Type,GPU Arch,GPUs,GPU RAM,vCPUs,RAM,Per-Hour,Per-GPU\nBaseten,T4 (16 GB),Turing,1,16,4,16,0.63,0.64\n"
            )
            .OnDemand();

        (offer.Provider, offer.Instance).ShouldBe(("baseten", "1 x T4 (16 GB)"));
        offer.Flags.ShouldBe(["serverless"]);
    }

    [Fact]
    public void GpuPricing_UnitOfStockCorrectsTheTypeAndTermsAreReserved()
    {
        ImportedOffers import = Importer.Import(
            "gpu_type,provider,price_tier,per_gpu_hourly_usd,total_hourly_usd,region,gpu_count,sku,fetched_at\n"
                + "H100 SXM,RunPod,36mo,2.10,,global,,NVIDIA H100 NVL,2026-06-15T12:26:48.490094+00:00\n"
                + "A100,Azure,on_demand,3.673,7.346,eastus,2,Standard_NC48ads_A100_v4,2026-06-15T12:26:48.490094+00:00\n"
                + "A100,GCP,12mo,1.61,,us-central1,,Nvidia Tesla A100 GPU running in Americas,2026-06-15T12:26:48+00:00\n"
                + "A100,Azure,on_demand,3.673,3.673,eastus,1,Standard_NC24ads_A100_v4,2036-06-15T12:26:48+00:00\n"
        );

        import.Offers[0].Device.ShouldBe("h100-nvl-94gb");
        import.Offers[0].Pricing.ShouldBe(new Pricing.Reserved(36));
        import.Offers[0].Source.AsOf.ShouldBe(new DateOnly(2026, 6, 15));
        import.Offers[1].Price!.Value.Value.ShouldBe(7.346m);
        import.LeftOut(LeftOut.HalfAMachine).ShouldBe(1);
        import.LeftOut(LeftOut.FutureDate).ShouldBe(1);
    }

    [Fact]
    public void CloudGpus_EveryPriceIsARow()
    {
        ImportedOffers import = Importer.Import(
            """{"data":[{"name":"RunPod","url":"https://x","costt4":"-","cost4090":"$0.44","costa100_80":"$1.89","costml100":"$1"},{"name":"Nobody","url":"https://y","costt4":"$0.5"}]}"""
        );

        import.Account.RowsRead.ShouldBe(5);
        import.OnDemand().Device.ShouldBe("rtx-4090");
        import.LeftOut(LeftOut.NoPrice).ShouldBe(1);
        import.LeftOut(LeftOut.AmbiguousDevice).ShouldBe(1);
        import.Details(LeftOut.UnknownProvider).ShouldBe(["Nobody"]);
        import.Details(LeftOut.UnknownDevice).ShouldBe(["ML100"]);
    }

    [Fact]
    public void TpuPricing_SmallestSliceOfAGeneration()
    {
        ImportedOffers import = Importer.Import(
            """{"TPU v6e":{"us-east1":{"Location":"x","On Demand (USD)":2.7,"Spot (USD)":1.89}},"TPU v4 pod":{"us-central2":{"On Demand (USD)":3.22,"Spot (USD)":3.686}}}"""
        );

        import
            .Offers.Select(offer => (offer.Device, offer.DeviceCount, offer.Price!.Value.Value))
            .ShouldBe([("tpu-v6e", 1m, 2.7m), ("tpu-v6e", 1m, 1.89m), ("tpu-v4", 4m, 12.88m), ("tpu-v4", 4m, 14.744m)]);
        import.Offers[3].Flags.ShouldContain("spot-above-on-demand");
    }

    [Fact]
    public void DatedPrices_OfThePast_AreHistoric()
    {
        ImportedOffers import = Importer.Import(
            """{"rows":[{"provider":"aws-ec2","device":"k80","usd_per_hour":0.9,"date":"2018-09-08","storage_usd_gb_month":0.1},{"provider":"aws-ec2","device":"v100","usd_per_hour":3.06,"date":"2018-09-08"}]}"""
        );

        Offer offer = import.OnDemand();
        (offer.Source.AsOf, offer.StoragePricePerGbMonth!.Value.Value).ShouldBe((new DateOnly(2018, 9, 8), 0.1m));
        offer.Flags.ShouldBe([CatalogFiles.Historic]);
        import.LeftOut(LeftOut.AmbiguousDevice).ShouldBe(1);
    }

    [Fact]
    public void StatedOffers_SubscriptionsAndFree()
    {
        ImportedOffers import = Importer.Import(
            """
            {"offers":[
              {"provider":"colab","offer":"Pro","device":"p100-pcie-16gb","count":1,"usd_per_hour":null,"usd_month":10.0,"pricing":"subscription","date":"2021"},
              {"provider":"colab","offer":"free","device":"t4","count":1,"usd_per_hour":0.0,"pricing":"free","date":"2019-04"},
              {"provider":"gcp-gce","offer":"T4","device":"t4","count":1,"usd_per_hour":0.0,"pricing":"on-demand","date":"2019-04"},
              {"provider":"gcp-gce","offer":"V100","device":"v100-sxm2-16gb","count":1,"usd_per_hour":null,"pricing":"on-demand","date":"2018-11"}
            ]}
            """
        );

        import.Account.OffersIn.ShouldBe(2);
        import.Offers[0].MonthlyFee!.Value.Value.ShouldBe(10);
        import.LeftOut(LeftOut.NoPrice).ShouldBe(2);
    }

    [Fact]
    public void AcceleratorNames_HoldNoPrices()
    {
        ImportedOffers import = Importer.Import("AcceleratorName,Clouds\nA10,\"['Azure', 'OCI']\"\n");

        (import.Account.RowsIn, import.LeftOut(LeftOut.NoPrice)).ShouldBe((0, 1));
    }

    [Fact]
    public void FeedList_SaysWhatItIs() =>
        Should
            .Throw<CatalogException>(() => Importer.Import("""{"feeds":[{"id":"a","url":"https://x"}]}"""))
            .Message.ShouldStartWith("This lists 1 price feeds and holds no offers.");

    [Fact]
    public void Canonical_OwnExport_ComesBackTheSame()
    {
        StringWriter text = new();
        Offer[] current =
        [
            .. CatalogFiles.ReadShipped().Offers.Where(offer => offer.Price is not null && offer.Device is not null),
        ];
        Laptime.Prices.Reading.OfferCsv.Write(current, text);

        ImportedOffers import = Importer.Import(text.ToString());

        import.Account.OffersIn.ShouldBe(
            current.Length - import.LeftOut(LeftOut.Duplicate) - import.LeftOut(LeftOut.OtherPrice)
        );
        import.Account.OffersQuarantined.ShouldBe(0);
    }

    [Theory]
    [InlineData("nobody,x,t4,T4,1,,,,,,on-demand,0.5,,,,2026-01-01,own,,", LeftOut.UnknownProvider)]
    [InlineData("azure,x,t4,T4,1,,,,,,on-demand,0.5,,,,2036-01-01,own,,", LeftOut.FutureDate)]
    [InlineData("azure,x,t4,T4,1,,,,,,sometimes,0.5,,,,2026-01-01,own,,", LeftOut.Unreadable)]
    [InlineData("azure,x,t4,T4,1,,,,,,on-demand,five,,,,2026-01-01,own,,", LeftOut.Unreadable)]
    [InlineData("azure,x,t9,T9,1,,,,,,on-demand,0.5,,,,2026-01-01,own,,", LeftOut.UnknownDevice)]
    [InlineData("azure,x,t4,T4,1,,,,,,on-demand,-0.5,,,,2026-01-01,own,,", LeftOut.NegativePrice)]
    [InlineData("azure,x,t4,T4,0.5,,,,,,on-demand,0.5,,,,2026-01-01,own,,", LeftOut.FractionalDevice)]
    [InlineData("azure,x,t4", LeftOut.FieldCount)]
    public void Canonical_Nonsense_IsLeftOut(string row, LeftOut reason) =>
        Importer
            .Import(string.Join(',', Laptime.Prices.Reading.OfferCsv.Columns) + "\n" + row + "\n")
            .LeftOut(reason)
            .ShouldBe(1);
}
