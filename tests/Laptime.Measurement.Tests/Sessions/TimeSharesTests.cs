using Laptime.Core.Quantities;
using Laptime.Measurement.Sessions;

namespace Laptime.Measurement.Tests.Sessions;

public class TimeSharesTests
{
    [Fact]
    public void Divide_NothingKnown_SharesEqually() => Divide(30, null, null, null).ShouldBe([10, 10, 10]);

    [Fact]
    public void Divide_CheapAndDear_LevelsTheDear() => Divide(30, 2, 100, 100).ShouldBe([2, 14, 14]);

    [Fact]
    public void Divide_CheapAndUnknown_UnknownTakesTheLevel() => Divide(30, 4, null).ShouldBe([4, 26]);

    [Fact]
    public void Divide_AllNeedsMet_SpreadsTheRest() => Divide(30, 2, 4).ShouldBe([14, 16]);

    [Fact]
    public void Divide_NothingLeft_GivesNothing() => Divide(-5, 2, null).ShouldBe([0, 0]);

    private static double[] Divide(double left, params double?[] needs) =>
        [
            .. TimeShares
                .Divide(
                    new Seconds(left),
                    [.. needs.Select(need => need is double n ? new Seconds(n) : (Seconds?)null)]
                )
                .Select(share => share.Value),
        ];
}
