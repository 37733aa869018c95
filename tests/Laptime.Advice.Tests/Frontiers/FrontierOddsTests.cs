using System.Collections.Immutable;
using Laptime.Advice.Frontiers;
using Laptime.Advice.Outlooks;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;
using Laptime.Core.Statistics;

namespace Laptime.Advice.Tests.Frontiers;

public class FrontierOddsTests
{
    private static readonly Assumptions Spread = Assumptions.Default with { SetupTime = Seconds.Zero };

    [Fact]
    public void Of_OneOfferSurelyBeaten_IsNeverOnTheFrontier()
    {
        Catalog catalog = Given.Catalog(speeds: [Given.Speed("fast", 100), Given.Speed("slow", 1)]);

        FrontierOdds odds = Odds(catalog, Spread, Given.Offer(device: "fast", price: 1), Given.Offer(device: "slow"));

        odds.Probabilities.ShouldBe([1.0, 0.0]);
    }

    [Fact]
    public void Of_SameEvidence_SharesItsErrorSoThatThePriceDecides()
    {
        // However wrong the speed is, it is wrong for both: with no spread between units the dearer never wins.
        Catalog catalog = Given.Catalog(speeds: [Given.Speed("fast", 1) with { Range = (0.2, 5) }]);
        Assumptions assumptions = Spread with { UnitHalfWidth = 0 };

        FrontierOdds odds = Odds(catalog, assumptions, Given.Offer(price: 1), Given.Offer(price: 1.01m));

        odds.Probabilities.ShouldBe([1.0, 0.0]);
    }

    [Fact]
    public void Of_TwoDevices_AgreesWithTheClosedForm()
    {
        // One device at $1/h, another typically as fast at $1.10/h. The dearer, slower in a world, costs more as well:
        // it is beaten exactly where its cost is higher and its time longer.
        Catalog catalog = Given.Catalog(speeds: [Given.Speed("fast", 1), Given.Speed("slow", 1)]);
        Assumptions assumptions = Spread with { UnitHalfWidth = 0, SinglePublishedSpread = 0.2 };

        FrontierOdds odds = Odds(
            catalog,
            assumptions,
            Given.Offer(device: "fast", price: 1),
            Given.Offer(device: "slow", price: 1.10m)
        );

        // ln T₂ − ln T₁ is normal around 0; the second is beaten where it is above 0, the first where it is below −ln 1.1.
        double deviation = Math.Sqrt(2) * Math.Log(1.2) / 1.6448536269514722;
        double first = Quantiles.NormalCumulative(Math.Log(1.1) / deviation);
        odds.Probabilities[0]!.Value.ShouldBe(first, 4 * Math.Sqrt(0.25 / odds.Draws));
        odds.Probabilities[1]!.Value.ShouldBe(0.5, 4 * Math.Sqrt(0.25 / odds.Draws));
    }

    [Fact]
    public void Of_TimeKnownFromBelowOnly_ClaimsNothing()
    {
        Catalog catalog = Given.Catalog(
            speeds: [Given.Speed("fast", 100) with { IsUpperBound = true }, Given.Speed("slow", 1)]
        );

        FrontierOdds odds = Odds(catalog, Spread, Given.Offer(device: "fast"), Given.Offer(device: "slow"));

        odds.Probabilities.ShouldBe([null, 1.0]);
    }

    [Fact]
    public void Of_SameSeed_IsTheSame()
    {
        Offer[] offers = [.. Many(60)];

        FrontierOdds one = Odds(Given.Catalog(), Assumptions.Default, offers);
        FrontierOdds two = Odds(Given.Catalog(), Assumptions.Default, offers);

        one.Probabilities.ShouldBe(two.Probabilities);
        one.Probabilities.ShouldContain(p => p > 0 && p < 1);
    }

    [Fact]
    public void Candidates_AnyOffers_KeepEveryMemberOfTheFrontier()
    {
        OutlookModel model = Given.Model(assumptions: Assumptions.Default);
        ImmutableArray<Outlook> outlooks = [.. Many(500).Select(model.Outlook)];
        Frontier frontier = Frontier.Of(
            [.. outlooks.Select(o => o.Time.Typical.Value)],
            [.. outlooks.Select(o => o.Cost.Typical.Value)]
        );

        int[] candidates = Pruning.Candidates(outlooks);

        frontier.Members.ShouldBeSubsetOf(candidates);
        candidates.Length.ShouldBeLessThan(outlooks.Length);
    }

    private static IEnumerable<Offer> Many(int count)
    {
        Random random = new(11);
        for (int i = 0; i < count; i++)
        {
            yield return Given.Offer(
                instance: $"i{i}",
                device: random.Next(2) == 0 ? "fast" : "slow",
                count: 1 << random.Next(4),
                price: Math.Round((decimal)(0.2 + (4 * random.NextDouble())), 3),
                pricing: random.Next(3) == 0 ? new Pricing.Spot() : new Pricing.OnDemand()
            );
        }
    }

    private static FrontierOdds Odds(Catalog catalog, Assumptions assumptions, params Offer[] offers)
    {
        OutlookModel model = Given.Model(Given.Job(36_000), catalog, assumptions);
        return FrontierOdds.Of(
            [.. offers.Select(model.Outlook)],
            model,
            seed: 1,
            TestContext.Current.CancellationToken
        );
    }
}
