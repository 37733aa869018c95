using Laptime.Answers.Texts;

namespace Laptime.Answers.Tests.Texts;

public class ShortIdTests
{
    [Theory]
    [InlineData(8, "01900000-0000-7000-8000-000000000001", "01900001-0000-7000-8000-000000000001")]
    [InlineData(13, "01900000-0000-7000-8000-000000000001", "01900000-0001-7000-8000-000000000001")]
    [InlineData(36, "01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000002")]
    [InlineData(8, "01900000-0000-7000-8000-000000000001")]
    [InlineData(8)]
    public void Length_IsTheShortestThatTellsAllApart(int length, params string[] ids) =>
        ShortId.Length([.. ids.Select(Guid.Parse)]).ShouldBe(length);
}
