using Laptime.Answers.Texts;

namespace Laptime.Answers.Tests.Texts;

public class SuggestionTests
{
    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("probe", "porbe", 1)]
    [InlineData("ca", "abc", 3)]
    public void Distance_MatchesPublishedExamples(string a, string b, int expected)
    {
        Suggestion.Distance(a, b).ShouldBe(expected);
        Suggestion.Distance(b, a).ShouldBe(expected);
    }

    [Theory]
    [InlineData("resutls", "results")]
    [InlineData("prob", "probe")]
    [InlineData("ru", "run")]
    [InlineData("exports", null)]
    public void For_FindsTheNearestOrNothing(string word, string? expected) =>
        Suggestion.For(word, ["run", "probe", "results", "doctor"]).ShouldBe(expected);
}
