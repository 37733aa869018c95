using Laptime.Cli.Terminal;

namespace Laptime.Cli.Tests.Terminal;

public class ProseTests
{
    [Theory]
    [InlineData("", 5, new[] { "" })]
    [InlineData("one two", 7, new[] { "one two" })]
    [InlineData("one two", 6, new[] { "one", "two" })]
    [InlineData("one two three", 7, new[] { "one two", "three" })]
    [InlineData("unbreakable", 4, new[] { "unbreakable" })]
    [InlineData("a unbreakable b", 4, new[] { "a", "unbreakable", "b" })]
    public void Wrap_BreaksBetweenWords(string text, int width, string[] expected) =>
        Prose.Wrap(text, width).ShouldBe(expected);

    [Theory]
    [InlineData("short", 8, "short")]
    [InlineData("two words", 5, "two|words")]
    [InlineData("gpu-h100-sxm_8gpu-128vcpu", 10, "gpu-h100-|sxm_8gpu-|128vcpu")]
    [InlineData("abcdefghij", 4, "abcd|efgh|ij")]
    [InlineData("", 4, "")]
    public void Break_AnyText_FitsAndLosesNothing(string text, int width, string lines) =>
        string.Join('|', Prose.Break(text, width)).ShouldBe(lines);
}
