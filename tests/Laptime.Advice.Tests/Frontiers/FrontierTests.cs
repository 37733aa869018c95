using Laptime.Advice.Frontiers;

namespace Laptime.Advice.Tests.Frontiers;

public class FrontierTests
{
    [Fact]
    public void Of_RandomOffers_IsTheBruteForceFrontier()
    {
        Random random = new(3);
        for (int round = 0; round < 3_000; round++)
        {
            int count = random.Next(0, 60);
            // Few different values: ties and equals are common.
            int grid = random.Next(1, 30);
            double[] seconds = [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(grid))];
            decimal[] usd = [.. Enumerable.Range(0, count).Select(_ => (decimal)random.Next(grid) / 4)];

            Frontier.Of(seconds, usd).Members.Order().ShouldBe(BruteForce(seconds, usd));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_ManyOffers_IsTheBruteForceFrontier(int shape)
    {
        // Above the number from which offers are sieved before they are sorted.
        Random random = new(shape);
        const int Count = 6_000;
        double[] seconds = new double[Count];
        decimal[] usd = new decimal[Count];
        for (int i = 0; i < Count; i++)
        {
            double u = random.NextDouble();
            seconds[i] = shape == 1 ? random.Next(50) : Math.Exp(8 * u);
            usd[i] = Math.Round((decimal)(shape == 3 ? Math.Exp(8 * (1 - u)) : 10 * random.NextDouble()), 2);
        }

        Frontier.Of(seconds, usd).Members.Order().ShouldBe(BruteForce(seconds, usd));
    }

    [Fact]
    public void Of_InfiniteTime_IsNotOnTheFrontierUnlessCheapest() =>
        Frontier.Of([1, double.PositiveInfinity, double.PositiveInfinity], [2, 1, 3]).Members.ShouldBe([0, 1]);

    [Fact]
    public void BeatenBy_DominatedOffer_IsAMemberThatBeatsItMostComfortably()
    {
        // A saves 10 % of time and 90 % of money; B half of both.
        Frontier frontier = Frontier.Of([90, 50, 100], [1, 5, 10]);

        frontier.Members.ShouldBe([1, 0]);
        frontier.BeatenBy(2).ShouldBe(1);
        frontier.BeatenBy(0).ShouldBeNull();
    }

    [Fact]
    public void BeatenBy_EveryOfferOffTheFrontier_IsBeatenByAMember()
    {
        Random random = new(5);
        for (int round = 0; round < 500; round++)
        {
            double[] seconds = [.. Enumerable.Range(0, 40).Select(_ => (double)random.Next(12))];
            decimal[] usd = [.. Enumerable.Range(0, 40).Select(_ => (decimal)random.Next(12))];
            Frontier frontier = Frontier.Of(seconds, usd);
            for (int i = 0; i < seconds.Length; i++)
            {
                int? by = frontier.BeatenBy(i);
                (by is null).ShouldBe(frontier.Members.Contains(i));
                if (by is { } member)
                {
                    frontier.Beats(member, i).ShouldBeTrue();
                }
            }
        }
    }

    [Fact]
    public void Of_EqualOffers_AllStay() => Frontier.Of([1, 1, 1, 2], [1, 1, 2, 1]).Members.ShouldBe([0, 1]);

    private static int[] BruteForce(double[] seconds, decimal[] usd) =>
        [
            .. Enumerable
                .Range(0, seconds.Length)
                .Where(i =>
                    !Enumerable
                        .Range(0, seconds.Length)
                        .Any(j =>
                            seconds[j] <= seconds[i] && usd[j] <= usd[i] && (seconds[j] < seconds[i] || usd[j] < usd[i])
                        )
                ),
        ];
}
