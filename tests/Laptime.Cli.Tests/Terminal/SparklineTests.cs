using Laptime.Cli.Terminal;

namespace Laptime.Cli.Tests.Terminal;

public sealed class SparklineTests
{
    [Theory]
    [InlineData(new double[] { }, "")]
    [InlineData(new[] { 5.0 }, "▁")]
    [InlineData(new[] { 2.0, 2.0 }, "▁▁")]
    [InlineData(new[] { 0.0, 1, 2, 3, 4, 5, 6, 7 }, "▁▂▃▄▅▆▇█")]
    [InlineData(new[] { 99.0, 7, 3.5, 0 }, "█▅▁")] // the last three alone
    public void DrawLast_Values_AreEighthsOfABlock(double[] values, string expected) =>
        Sparkline.DrawLast(values, values.Length == 4 ? 3 : 8).ShouldBe(expected);

    [Theory]
    [InlineData(new double[] { }, "")]
    [InlineData(new[] { 0.0, 0 }, "")]
    [InlineData(new[] { 7.0, 7, 0, 0 }, "█▁")] // means of two
    [InlineData(new[] { 3.5, 7 }, "▅█")]
    public void Draw_Values_AreMeansFromZero(double[] values, string expected) =>
        Sparkline.Draw(values, 2).ShouldBe(expected);
}
