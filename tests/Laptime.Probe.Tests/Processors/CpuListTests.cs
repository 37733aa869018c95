using Laptime.Probe.Processors;

namespace Laptime.Probe.Tests.Processors;

public sealed class CpuListTests
{
    [Theory]
    [InlineData("0", new[] { 0 })]
    [InlineData("0-3", new[] { 0, 1, 2, 3 })]
    [InlineData("0-1,8,10-11\n", new[] { 0, 1, 8, 10, 11 })]
    [InlineData("\t0-1", new[] { 0, 1 })]
    public void TryParse_List_Numbers(string text, int[] expected) => CpuList.TryParse(text).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("all")]
    [InlineData("3-1")]
    [InlineData("0-2-4")]
    [InlineData("-1")]
    [InlineData("0-999999999")]
    public void TryParse_NoList_Null(string text) => CpuList.TryParse(text).ShouldBeNull();
}
