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
}
