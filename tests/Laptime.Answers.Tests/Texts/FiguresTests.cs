using Laptime.Answers.Texts;
using Laptime.Core.Quantities;

namespace Laptime.Answers.Tests.Texts;

public class FiguresTests
{
    [Theory]
    [InlineData(1234.04, 5.21, "1,234.0 ± 5.2")]
    [InlineData(1234.5678, 0.0123, "1,234.568 ± 0.012")]
    [InlineData(12346, 523, "12,350 ± 520")]
    [InlineData(8.123, 0.0996, "8.12 ± 0.10")]
    [InlineData(8.123, 0.996, "8.1 ± 1.0")]
    [InlineData(812.3, 9.96, "812 ± 10")]
    [InlineData(812.3, 99.6, "810 ± 100")]
    [InlineData(0.0000123, 0.0000012, "0.0000123 ± 0.0000012")]
    public void WithInterval_ShowsTwoDigitsOfTheInterval(double value, double halfWidth, string expected) =>
        Figures.WithInterval(value, halfWidth).ShouldBe(expected);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void WithInterval_OfNoWidth_Throws(double halfWidth) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Figures.WithInterval(1, halfWidth));

    [Theory]
    [InlineData(0.0042, "± 0.42 %")]
    [InlineData(0.0099999, "± 1.0 %")]
    [InlineData(0.25, "± 25 %")]
    [InlineData(1.5, "± 150 %")]
    public void RelativeInterval_IsAPercentage(double fraction, string expected) =>
        Figures.RelativeInterval(fraction).ShouldBe(expected);

    [Theory]
    [InlineData(0.25, "250 ms")]
    [InlineData(48.4, "48 s")]
    [InlineData(59.7, "1 min 00 s")]
    [InlineData(245, "4 min 05 s")]
    [InlineData(7385, "2 h 03 min")]
    public void Span_NamesTheTwoLargestUnits(double seconds, string expected) =>
        Figures.Span(new Seconds(seconds)).ShouldBe(expected);
}
