using Laptime.Core.Findings;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Testing;

namespace Laptime.Core.Tests.Results;

public class FleetCheckTests
{
    private static readonly CaseResult[] Siblings = [Result(0.098), Result(0.100), Result(0.101), Result(0.180)];

    [Fact]
    public void Judge_ClearlySlower_IsSuspect()
    {
        CaseResult judged = FleetCheck.Judge(Result(0.110, halfWidth: 0.02, Grade.A), Siblings);

        Finding finding = judged.Findings.ShouldHaveSingleItem();
        finding.Code.ShouldBe(FindingCode.SuspectDevice);
        finding.Message.ShouldContain("9"); // 0.110 by 0.1005
        finding.Message.ShouldContain("4 other runs");
        judged.Grade.ShouldBe(Grade.B);
    }

    [Theory]
    [InlineData(0.104, 0.001)] // within 5 %
    [InlineData(0.120, 0.15)] // perhaps within 5 %
    [InlineData(0.080, 0.01)] // faster
    public void Judge_NotClearlySlower_StaysAsItIs(double seconds, double halfWidth)
    {
        CaseResult result = Result(seconds, halfWidth);

        FleetCheck.Judge(result, Siblings).ShouldBeSameAs(result);
    }

    [Fact]
    public void Judge_FewSiblings_SaysNothing()
    {
        CaseResult result = Result(0.2);

        FleetCheck.Judge(result, Siblings[..2]).ShouldBeSameAs(result);
        FleetCheck.Judge(result, [.. Siblings[..2], Failed()]).ShouldBeSameAs(result);
    }

    [Fact]
    public void Judge_NoFigure_SaysNothing() => FleetCheck.Judge(Failed(), Siblings).Findings.ShouldBeEmpty();

    private static CaseResult Result(double seconds, double halfWidth = 0.02, Grade grade = Grade.C) =>
        new()
        {
            Case = Synthetic.Case(),
            Status = CaseStatus.Measured,
            StepTime = new Seconds(seconds),
            HalfWidth = halfWidth,
            Grade = grade,
        };

    private static CaseResult Failed() => new() { Case = Synthetic.Case(), Status = CaseStatus.Failed };
}
