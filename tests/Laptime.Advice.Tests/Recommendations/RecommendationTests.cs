using Laptime.Advice.Markets;
using Laptime.Advice.Recommendations;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Tests.Recommendations;

public class RecommendationTests
{
    private static readonly Provider Careful = Given.Provider("careful") with
    {
        ThirdPartyHosts = false,
        DiscussesSecurity = true,
        Notebooks = true,
        Frameworks = ["PyTorch", "fastai"],
    };

    [Fact]
    public void Of_NoConstraints_ChoosesCheapestFastestAndBalanced()
    {
        Offer[] offers =
        [
            Given.Offer(instance: "cheap", device: "slow", price: 0.1m),
            Given.Offer(instance: "fast", device: "fast", count: 8, price: 80),
            Given.Offer(instance: "middle", device: "fast", count: 2, price: 2),
            Given.Offer(instance: "bad", device: "slow", price: 50),
        ];

        Recommendation found = Recommend(new Constraints(), offers);

        found
            .Choices.ToDictionary(c => c.Listing.Offer.Instance, c => string.Join(",", c.Reasons))
            .ShouldBe(
                new Dictionary<string, string>
                {
                    ["middle"] = "balanced",
                    ["cheap"] = "cheapest",
                    ["fast"] = "fastest",
                },
                ignoreOrder: true
            );
        found.Passed.ShouldBe(4);
    }

    [Fact]
    public void Of_Constraints_NamesAllThatExclude()
    {
        Offer offer = Given.Offer("stranger", price: 100, pricing: new Pricing.Spot()) with { Region = "us-east-1" };
        Constraints wanted = new()
        {
            Budget = new Usd(1),
            Deadline = new Seconds(1),
            NoSpot = true,
            Privacy = true,
            Notebook = true,
            Framework = "pytorch",
            Region = "eu",
        };

        Recommendation found = Recommend(wanted, offer);

        found.Choices.ShouldBeEmpty();
        found
            .Excluded.Single()
            .Reasons.ShouldBe([
                "may be taken away (spot)",
                "who owns the machine is not known",
                "whether it says how it protects data is not known",
                "whether it runs notebooks is not known",
                "whether pytorch works well there is not known",
                "is not in eu",
                "costs more than $1.00",
                "takes longer than 1 s",
            ]);
    }

    [Fact]
    public void Of_FactsKnownToBeMet_Passes()
    {
        Constraints wanted = new()
        {
            Privacy = true,
            Notebook = true,
            Framework = "pytorch",
        };

        Recommend(wanted, Given.Offer("careful"), Given.Offer("stranger"))
            .Choices.Single()
            .Listing.Offer.Provider.ShouldBe("careful");
        Recommend(wanted with { AllowUnknown = true }, Given.Offer("stranger")).Passed.ShouldBe(1);
    }

    [Fact]
    public void Of_UnknownTimeOrPrice_IsExcludedForThat()
    {
        Recommendation found = Recommend(new Constraints(), Given.Offer(device: "none"), Given.Offer(price: null));

        found
            .Excluded.SelectMany(e => e.Reasons)
            .ShouldBe(["how fast the job is there is not known", "its price is not known"]);
    }

    private static Recommendation Recommend(Constraints wanted, params Offer[] offers)
    {
        Catalog catalog = Given.Catalog(offers: offers, providers: [Careful]);
        return Recommendation.Of(
            [.. Listing.Each(offers)],
            Given.Model(Given.Job(), catalog, Given.Exact),
            catalog,
            wanted,
            most: 3
        );
    }
}
