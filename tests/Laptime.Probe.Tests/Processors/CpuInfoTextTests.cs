using Laptime.Probe.Processors;

namespace Laptime.Probe.Tests.Processors;

public sealed class CpuInfoTextTests
{
    [Fact]
    public void Parse_XeonGuest_AllFields()
    {
        var cpu = CpuInfoText.Parse(Some.Xeon(processors: 2, coresPerSocket: 2, sockets: 1));

        cpu.Model.ShouldBe("Intel(R) Xeon(R) Processor @ 2.50GHz");
        cpu.Vendor.ShouldBe("GenuineIntel");
        cpu.Sockets.ShouldBe(1);
        cpu.PhysicalCores.ShouldBe(2);
        cpu.NominalHertz.ShouldBe(2.5e9);
        cpu.Virtualized.ShouldBe(true);
        cpu.Simd.ShouldBe(["sse4_2", "avx", "f16c", "fma", "avx2", "avx512f", "avx512bw", "avx512vl", "avx512_vnni"]);
    }

    [Fact]
    public void Parse_TwoSocketsWithHyperthreads_CoresCountedOnce()
    {
        var cpu = CpuInfoText.Parse(Some.Xeon(processors: 16, coresPerSocket: 4, sockets: 2, more: "amx_bf16"));

        cpu.Sockets.ShouldBe(2);
        cpu.PhysicalCores.ShouldBe(8);
        cpu.Virtualized.ShouldBe(false);
        cpu.Simd.ShouldContain("amx_bf16");
    }

    [Fact]
    public void Parse_Graviton_NamedByPartNumber()
    {
        var cpu = CpuInfoText.Parse(Some.Graviton(4));

        cpu.Vendor.ShouldBe("ARM");
        cpu.Model.ShouldBe("Neoverse-V1");
        cpu.Sockets.ShouldBeNull();
        cpu.PhysicalCores.ShouldBeNull();
        cpu.Virtualized.ShouldBeNull();
        cpu.Simd.ShouldBe(["asimd", "asimdhp", "asimddp", "i8mm", "bf16", "sve", "svei8mm", "svebf16"]);
    }

    [Fact]
    public void Parse_Power_ModelFromCpuLine() =>
        CpuInfoText
            .Parse("processor\t: 0\ncpu\t\t: POWER9, altivec supported\n\n")
            .Model.ShouldBe("POWER9, altivec supported");

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("::\n\n:\n")]
    public void Parse_Nonsense_NothingKnown(string text) => CpuInfoText.Parse(text).Model.ShouldBeNull();
}
