using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;

namespace Laptime.Prices.Tests.Formats;

/// <summary>Rows in the exact forms of SkyPilot's files, with their traps.</summary>
public sealed class SkyPilotCsvTests
{
    private const string AwsHeader =
        "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,AvailabilityZone,Arch\n";

    private const string AzureHeader =
        "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,Generation\n";

    private const string GcpHeader =
        "InstanceType,vCPUs,MemoryGiB,AcceleratorName,AcceleratorCount,GpuInfo,Region,AvailabilityZone,Price,SpotPrice\n";

    private const string VastHeader =
        "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region\r\n";

    private const string PythonV100 =
        "\"{'Gpus': [{'Name': 'V100', 'Manufacturer': 'NVIDIA', 'Count': 1, 'MemoryInfo': {'SizeInMiB': 16384}}], 'TotalGpuMemoryInMiB': 16384}\"";

    [Fact]
    public void Aws_OneRow_IsTwoOffersOfATellableProvider()
    {
        ImportedOffers import = Importer.Import(
            AwsHeader + $"p3.2xlarge,V100,1.0,8.0,61.0,{PythonV100},3.06,0.384100,us-east-1,use1-az6,x86_64\n"
        );

        import.Name.ShouldBe("skypilot-aws-ec2");
        Offer offer = import.OnDemand();
        offer.Provider.ShouldBe("aws-ec2");
        offer.Device.ShouldBe("v100-sxm2-16gb");
        offer.Price!.Value.Value.ShouldBe(3.06m);
        offer.Zone.ShouldBe("use1-az6");
        offer.Vcpu.ShouldBe(8);
        import.Spot().Price!.Value.Value.ShouldBe(0.3841m);
        (import.Account.RowsRead, import.Account.RowsIn, import.Account.OffersIn).ShouldBe((1, 1, 2));
    }

    [Fact]
    public void Aws_RowWithoutAccelerator_IsAMachineWithoutDevice()
    {
        Offer offer = Importer.Import(AwsHeader + "m6i.large,,,2.0,8.0,,0.096,,us-east-1,use1-az6,x86_64\n").OnDemand();

        (offer.Device, offer.RawDevice, offer.DeviceCount).ShouldBe((null, null, 0m));
    }

    [Fact]
    public void Azure_UnquotedGenerations_AreNoWrongNumberOfFields()
    {
        ImportedOffers import = Importer.Import(
            AzureHeader
                + "Standard_NC12s_v3,V100,2,12,224,V100,8.468,1.56,australiaeast,V1,V2\n"
                + "Standard_NC6s_v3,V100,1,6,112,V100,4.234,0.78,australiaeast,V1\n"
                + "Standard_NC24s_v3,V100,4,24,448,V100,16.9,3.1,australiaeast,V1,else\n"
                + "Standard_NC24s_v3,V100,4,24\n"
        );

        import.Account.RowsIn.ShouldBe(2);
        import.Offers.ShouldAllBe(offer => offer.Provider == "azure" && offer.Device == "v100-pcie-16gb");
        import.LeftOut(LeftOut.FieldCount).ShouldBe(2);
    }

    [Fact]
    public void Azure_ShareOfADevice_IsLeftOut() =>
        Importer
            .Import(AzureHeader + "Standard_NV6ads_A10_v5,A10,0.167,6,55,A10,0.454,0.09,eastus,V2\n")
            .LeftOut(LeftOut.FractionalDevice)
            .ShouldBe(1);

    [Fact]
    public void Gcp_HostAndAccelerator_AreJoinedInTheirZone()
    {
        ImportedOffers import = Importer.Import(
            GcpHeader
                + "a2-highgpu-1g,12.0,85.0,,,,us-central1,us-central1-a,0.75,0.30\n"
                + "a2-highgpu-2g,24.0,170.0,,,,us-central1,us-central1-b,1.50,0.60\n"
                + ",,,A100,1,\"{'Gpus': [{'MemoryInfo': {'SizeInMiB': 40960}}]}\",us-central1,us-central1-a,2.93,1.43\n"
                + ",,,A100,4,\"{'Gpus': [{'MemoryInfo': {'SizeInMiB': 40960}}]}\",us-central1,us-central1-a,11.7,5.7\n"
        );

        Offer offer = import.OnDemand();
        (offer.Instance, offer.Device, offer.Vcpu).ShouldBe(("a2-highgpu-1g", "a100-sxm4-40gb", 12m));
        offer.Price!.Value.Value.ShouldBe(3.68m);
        offer.Flags.ShouldContain("host-plus-accelerator");
        import.Spot().Price!.Value.Value.ShouldBe(1.73m);
        import.Account.RowsIn.ShouldBe(2);
        import.LeftOut(LeftOut.HalfAMachine).ShouldBe(2);
    }

    [Fact]
    public void Gcp_HostThatCostsNothing_LeavesThePriceOfTheAccelerator()
    {
        ImportedOffers import = Importer.Import(
            GcpHeader
                + "a4-highgpu-8g,224.0,3968.0,,,,us-east4,us-east4-b,0.0,\n"
                + ",,,B200,8,\"{'Gpus': [{'MemoryInfo': {'SizeInMiB': 184320}}]}\",us-east4,us-east4-b,100.5,\n"
        );

        import.OnDemand().Price!.Value.Value.ShouldBe(100.5m);
        import.OnDemand().DeviceCount.ShouldBe(8);
    }

    [Theory]
    [InlineData("tpu-v3-8", "tpu-v3", 4, 8.0)]
    [InlineData("tpu-v5litepod-8", "tpu-v5e", 8, 9.6)]
    [InlineData("tpu-v6e-1", "tpu-v6e", 1, 2.7)]
    public void Gcp_TpuSlice_CountsChips(string slice, string device, int chips, double price)
    {
        Offer offer = Importer
            .Import(
                GcpHeader
                    + $"n1-standard-8,8.0,30.0,,,,us-central1,us-central1-a,0.38,\n,,,{slice},1,{slice},us-central1,us-central1-a,{price},\n"
            )
            .Offers.Single(offer => offer.Device is not null);

        (offer.Instance, offer.Device, offer.DeviceCount).ShouldBe((slice, device, (decimal)chips));
        offer.Price!.Value.Value.ShouldBe((decimal)price);
    }

    [Fact]
    public void Vast_SpotOfZero_IsUnknownAndMemoryIsTheSum()
    {
        ImportedOffers import = Importer.Import(
            VastHeader
                + "2x-RTX_4090-64-131072,RTX4090,2,64,128.0,\"{'Gpus': [{'Name': 'RTX4090', 'Count': 2, 'MemoryInfo': {'SizeInMiB': 49128}}], 'TotalGpuMemoryInMiB': 49128}\",0.80,0.00,\", CA, NA\"\r\n"
                + "1x-RTX_3060-8-16384,RTX3060,1,8,16.0,\"{'Gpus': [{'Name': 'RTX3060', 'Count': 1, 'MemoryInfo': {'SizeInMiB': 8192}}], 'TotalGpuMemoryInMiB': 8192}\",0.06,0.00,\"Denmark, DK, EU\"\r\n"
                + "2x-A100-64-131072,A100,2,64,128.0,\"{'Gpus': [{'Name': 'A100', 'Count': 2, 'MemoryInfo': {'SizeInMiB': 81920}}], 'TotalGpuMemoryInMiB': 81920}\",1.80,0.00,\"Iceland, IS, EU\"\r\n"
        );

        Offer offer = import.Offers.ShouldHaveSingleItem();
        (offer.Provider, offer.Device, offer.Region).ShouldBe(("vast-ai", "rtx-4090", ", CA, NA"));
        import.Account.Asides.ShouldContainKeyAndValue("spot price missing or zero", 1);
        import.Details(LeftOut.UnknownDevice).ShouldBe(["RTX3060 with 8 GB"]);
        import.Details(LeftOut.AmbiguousDevice).ShouldBe(["A100"]);
    }

    [Fact]
    public void RunPod_GibibytesUnderTheNameOfMebibytes_AreTold()
    {
        ImportedOffers import = Importer.Import(
            "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,Region,SpotPrice,Price,AvailabilityZone,GpuInfo\n"
                + "1x_A100-80GB_SECURE,A100-80GB,1.0,8.0,117.0,IN,1.39,1.39,AP-IN-1,\"{'Gpus': [{'Name': 'A100 PCIe', 'Manufacturer': 'Nvidia', 'Count': 1, 'MemoryInfo': {'SizeInMiB': 80}}], 'TotalGpuMemoryInMiB': 80}\"\n"
        );

        import.OnDemand().Device.ShouldBe("a100-pcie-80gb");
        import.Spot().Flags.ShouldBe(["spot-equals-on-demand"]);
    }

    [Fact]
    public void Verda_JsonDescriptionAndMissingPrices_AreRead()
    {
        const string Header =
            "InstanceType,UpstreamCloudId,vCPUs,MemoryGiB,AcceleratorName,AcceleratorCount,GpuInfo,Region,Price,SpotPrice\r\n";
        const string Gpu =
            "\"{\"\"Gpus\"\": [{\"\"Name\"\": \"\"B300\"\", \"\"Count\"\": 2, \"\"MemoryInfo\"\": {\"\"SizeInMiB\"\": 268800}}], \"\"TotalGpuMemoryInMiB\"\": 537600}\"";

        ImportedOffers import = Importer.Import(
            Header
                + $"2B300.60V,2B300.60V,60.0,550.0,B300,2.0,{Gpu},FIN-03,,4.893\r\n"
                + $"4B300.120V,4B300.120V,120.0,1100.0,B300,4.0,{Gpu},FIN-03,,\r\n"
        );

        import.Offers.ShouldHaveSingleItem().Pricing.ShouldBe(new Pricing.Spot());
        import.Account.Asides.ShouldContainKey("price on demand missing or zero");
        import.LeftOut(LeftOut.NoPrice).ShouldBe(1);
    }

    [Fact]
    public void Spot_AboveOnDemand_IsFlaggedUnlessByRounding()
    {
        string Row(string zone, string spot) =>
            $"p3.2xlarge,V100,1.0,8.0,61.0,{PythonV100},3.060000,{spot},us-east-1,{zone},x86_64\n";

        ImportedOffers import = Importer.Import(AwsHeader + Row("use1-az1", "3.2") + Row("use1-az2", "3.06001"));

        import
            .Offers.Where(offer => offer.Pricing is Pricing.Spot)
            .Select(offer => offer.Flags.Single())
            .ShouldBe(["spot-above-on-demand", "spot-equals-on-demand"]);
    }

    [Fact]
    public void Duplicates_SameAndOtherPrice_AreToldApart()
    {
        string row = $"p3.2xlarge,V100,1.0,8.0,61.0,{PythonV100},3.06,,us-east-1,use1-az6,x86_64\n";

        ImportedOffers import = Importer.Import(
            AwsHeader + row + row + row.Replace("3.06", "3.99", StringComparison.Ordinal)
        );

        (import.LeftOut(LeftOut.Duplicate), import.LeftOut(LeftOut.OtherPrice), import.Account.RowsIn).ShouldBe(
            (1, 1, 1)
        );
    }

    [Fact]
    public void Provider_CannotBeTold_IsAskedFor()
    {
        const string Text =
            "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Region,SpotPrice,Price\nH100,H100,1.0,15.0,80.0,H100,East Coast (NY2),,5.95\n";

        Should.Throw<CatalogException>(() => Importer.Import(Text)).Message.ShouldEndWith("Add --provider.");
        Importer.Import(Text, "paperspace-core").LeftOut(LeftOut.AmbiguousDevice).ShouldBe(1);
    }

    [Theory]
    [InlineData("-3.06", LeftOut.NegativePrice)]
    [InlineData("0", LeftOut.NoPrice)]
    [InlineData("", LeftOut.NoPrice)]
    [InlineData("cheap", LeftOut.Unreadable)]
    public void Price_Nonsense_IsLeftOut(string price, LeftOut reason) =>
        Importer
            .Import(AwsHeader + $"p3.2xlarge,V100,1.0,8.0,61.0,{PythonV100},{price},,us-east-1,use1-az6,x86_64\n")
            .LeftOut(reason)
            .ShouldBe(1);

    [Fact]
    public void Price_FarOff_IsQuarantined()
    {
        ImportedOffers import = Importer.Import(
            AwsHeader + $"p3.2xlarge,V100,1.0,8.0,61.0,{PythonV100},3060,0.38,us-east-1,use1-az6,x86_64\n"
        );

        import.OnDemand().Flags.ShouldContain(ImportedOffers.Quarantined);
        (import.Account.RowsIn, import.Account.RowsQuarantined, import.Account.OffersQuarantined).ShouldBe((1, 0, 1));
    }
}
