using Laptime.Measurement.Telemetry;

namespace Laptime.Measurement.Tests.Telemetry;

public class ProcTextTests
{
    // Recorded on a KVM guest with two processors.
    private const string Stat = """
        cpu  30680 0 5131 259826 1079 0 263 8501 0 0
        cpu0 13871 0 2304 131565 320 0 111 4565 0 0
        cpu1 16809 0 2827 128261 759 0 152 3936 0 0
        intr 1234567 0 9
        ctxt 987654
        """;

    [Fact]
    public void ParseStat_Recorded_AddsBusyAndSteal() =>
        ProcText.ParseStat(Stat).ShouldBe(new ProcessorTicks(30680 + 5131 + 263, 8501));

    [Theory]
    [InlineData("")]
    [InlineData("cpu0 1 2 3 4 5 6 7 8")]
    [InlineData("cpu  1 2 3 4")] // before Linux 2.6 there was no steal
    [InlineData("cpu  1 2 x 4 5 6 7 8")]
    public void ParseStat_OtherText_IsNull(string text) => ProcText.ParseStat(text).ShouldBeNull();

    [Fact]
    public void CountProcessors_Recorded_CountsNumberedLines()
    {
        ProcText.CountProcessors(Stat).ShouldBe(2);
        ProcText.CountProcessors("intr 1").ShouldBeNull();
    }

    [Theory]
    [InlineData("pswpin", 17L)]
    [InlineData("pswp", null)]
    [InlineData("pgmajfault", 1786L)]
    public void ParseCounter_VmStat_FindsWholeName(string name, long? expected) =>
        ProcText
            .ParseCounter("nr_free_pages 1344553\npswpin 17\npswpout 0\npgmajfault 1786\n", name)
            .ShouldBe(expected);

    [Theory]
    [InlineData("2450000\n", 2450000L)]
    [InlineData("<unknown>", null)]
    public void ParseLong_SysFile_IsTrimmed(string text, long? expected) => ProcText.ParseLong(text).ShouldBe(expected);
}
