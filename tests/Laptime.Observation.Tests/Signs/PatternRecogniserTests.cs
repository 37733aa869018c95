using Laptime.Observation.Signs;

namespace Laptime.Observation.Tests.Signs;

public sealed class PatternRecogniserTests
{
    [Fact]
    public void Read_GroupsNamed_CountAndTime()
    {
        PatternRecogniser pattern = PatternRecogniser
            .Create(@"round (?<step>\d+) took (?<seconds>[\d.]+)", out string? objection)
            .ShouldNotBeNull();

        objection.ShouldBeNull();
        StepSign sign = pattern.Read("now round 12 took 0.25 s").ShouldNotBeNull();
        sign.Count.ShouldBe(12);
        sign.Stated!.Value.Value.ShouldBe(0.25);
        pattern.Read("something else 12").ShouldBeNull();
    }

    [Theory]
    [InlineData(@"\d+")]
    [InlineData(@"(?<steps>\d+)")]
    [InlineData(@"(?<step>\d+")]
    // What needs backtracking could take for ever.
    [InlineData(@"(?<step>\d+)(?=x)")]
    public void Create_CannotBeUsed_SaysWhy(string pattern)
    {
        PatternRecogniser.Create(pattern, out string? objection).ShouldBeNull();

        objection.ShouldNotBeNullOrEmpty();
    }
}
