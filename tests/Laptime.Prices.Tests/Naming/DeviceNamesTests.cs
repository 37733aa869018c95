using Laptime.Prices.Naming;

namespace Laptime.Prices.Tests.Naming;

public sealed class DeviceNamesTests
{
    private static readonly DeviceNames Names = DeviceNames.ReadShipped();

    [Theory]
    // As NVIDIA's driver prints them.
    [InlineData("NVIDIA A100-SXM4-40GB", "a100-sxm4-40gb")]
    [InlineData("NVIDIA A100 80GB PCIe", "a100-pcie-80gb")]
    [InlineData("Tesla T4", "t4")]
    [InlineData("Tesla V100-SXM2-16GB", "v100-sxm2-16gb")]
    [InlineData("Tesla P100-PCIE-16GB", "p100-pcie-16gb")]
    [InlineData("NVIDIA H100 80GB HBM3", "h100-sxm5-80gb")]
    [InlineData("NVIDIA H200", "h200-sxm-141gb")]
    [InlineData("NVIDIA GH200 480GB", "gh200-96gb")]
    // As sellers write them.
    [InlineData("A100-80GB-SXM4", "a100-sxm4-80gb")]
    [InlineData("A100 SXM4 80 GB", "a100-sxm4-80gb")]
    [InlineData("H100-80GB-HBM3", "h100-sxm5-80gb")]
    [InlineData("H100-PCIe", "h100-pcie-80gb")]
    [InlineData("H100 HGX (80GB)", "h100-sxm5-80gb")]
    [InlineData("H100NVL", "h100-nvl-94gb")]
    [InlineData("RTXA6000", "rtx-a6000")]
    [InlineData("A6000 (48 GB)", "rtx-a6000")]
    [InlineData("RTX-6000-Ada", "rtx-6000-ada")]
    [InlineData("RTX6000Ada", "rtx-6000-ada")]
    [InlineData("RTX6000 (24 GB)", "quadro-rtx-6000")]
    [InlineData("3080Ti (12 GB)", "rtx-3080-ti")]
    [InlineData("K80 (12 GB)", "k80")]
    [InlineData("V100 (16 GB) SXM2", "v100-sxm2-16gb")]
    [InlineData("TPU v5e", "tpu-v5e")]
    public void Find_NameOfOneModel_IsKnown(string name, string id) =>
        Names.Find(name).ShouldBe(new DeviceMatch.Known(id));

    [Theory]
    [InlineData("A100")]
    [InlineData("A100 (80 GB)")]
    [InlineData("V100 16GB")]
    [InlineData("H100")]
    [InlineData("P100")]
    [InlineData("H200")]
    [InlineData("RTX6000")]
    [InlineData("RTX4000")]
    [InlineData("RTX-PRO-6000")]
    public void Find_NameOfSeveral_IsAmbiguous(string name) =>
        Names.Find(name).ShouldBeOfType<DeviceMatch.Ambiguous>().Candidates.Length.ShouldBeGreaterThan(1);

    [Theory]
    [InlineData("RTX5880-Ada")]
    [InlineData("A100 (20 GB)")]
    [InlineData("GTX 1080")]
    [InlineData("")]
    [InlineData("A1000")]
    public void Find_NameOfNone_IsUnknown(string name) => Names.Find(name).ShouldBeOfType<DeviceMatch.Unknown>();

    [Fact]
    public void Find_MemoryContradicts_IsUnknownAndSaysSo()
    {
        // A GeForce RTX 3060 with 8 GB is another card than the one of 12 GB.
        Names.Find("RTX3060", new DeviceEvidence(Memory: 8)).ShouldBe(new DeviceMatch.Unknown("RTX3060 with 8 GB"));
        Names.Find("RTX3060", new DeviceEvidence(Memory: 12)).ShouldBe(new DeviceMatch.Known("rtx-3060"));
    }

    [Theory]
    [InlineData("A100", "aws-ec2", "p4d.24xlarge", null, "a100-sxm4-40gb")]
    [InlineData("A100", "azure", "Standard_NC24ads_A100_v4", null, "a100-pcie-80gb")]
    [InlineData("A100", "gcp-gce", "a2-highgpu-1g", 40, "a100-sxm4-40gb")]
    [InlineData("H100", "azure", "Standard_NC40ads_H100_v5", null, "h100-nvl-94gb")]
    [InlineData("H100", "azure", "ND96isr H100 v5", null, "h100-sxm5-80gb")]
    [InlineData("V100", "azure", "NC6s v3", null, "v100-pcie-16gb")]
    [InlineData("A100", "lambda", "gpu_1x_a100_sxm4", 40, "a100-sxm4-40gb")]
    [InlineData("A100", "lambda", "gpu_1x_a100", 40, "a100-pcie-40gb")]
    [InlineData("H100", "nebius", "gpu-h100-sxm_1gpu-16vcpu-200gb", 80, "h100-sxm5-80gb")]
    public void Find_EvidenceSettles_IsKnown(string name, string provider, string instance, int? memory, string id) =>
        Names.Find(name, new DeviceEvidence(memory, provider, instance)).ShouldBe(new DeviceMatch.Known(id));

    [Fact]
    public void Find_ConventionOfAnotherProvider_DoesNotSettle() =>
        Names.Find("A100", new DeviceEvidence(40, "vast-ai", "p4d.24xlarge")).ShouldBeOfType<DeviceMatch.Ambiguous>();

    [Fact]
    public void Find_WordAndMemory_Settle() =>
        Names
            .Find("A100-80GB", new DeviceEvidence(80, "runpod", "1x_A100-80GB_SECURE", "A100 PCIe"))
            .ShouldBe(new DeviceMatch.Known("a100-pcie-80gb"));
}
