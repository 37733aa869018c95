using Laptime.Advice.Markets;
using Laptime.Advice.Recommendations;
using Laptime.Core.Catalogs;

namespace Laptime.Advice.Tests.Markets;

public class MarketTests
{
    [Fact]
    public void Of_ADay_LeavesOldLaterAndUndatedPricesOutAndCountsThem()
    {
        Offer[] offers =
        [
            Priced("a", new DateOnly(2018, 11, 1)),
            Priced("b", new DateOnly(2016, 1, 1)),
            Priced("c", new DateOnly(2019, 1, 1)),
            Priced("d", null),
        ];

        Market market = Market.Of([.. offers], new DateOnly(2018, 12, 31), 730);

        market.Offers.Select(offer => offer.Instance).ShouldBe(["a"]);
        (market.TooOld, market.Later, market.Undated, market.Superseded).ShouldBe((1, 1, 1, 0));
        Market.Of([.. offers], new DateOnly(2018, 12, 31), null).Offers.Length.ShouldBe(3);
    }

    [Fact]
    public void Of_SeveralPricesForTheSame_TheNewestCounts()
    {
        Offer[] offers =
        [
            Priced("a", new DateOnly(2018, 9, 1)) with
            {
                Price = new(1),
            },
            Priced("a", new DateOnly(2018, 11, 1)) with
            {
                Price = new(2),
            },
            Priced("a", new DateOnly(2018, 9, 1)) with
            {
                Pricing = new Pricing.Spot(),
            },
        ];

        Market market = Market.Of([.. offers], new DateOnly(2018, 12, 31), 730);

        market.Offers.ShouldBe([offers[1], offers[2]]);
        market.Superseded.ShouldBe(1);
    }

    [Fact]
    public void Listing_SameConfigurationInSeveralPlaces_TheCheapestStandsForAll()
    {
        Offer[] offers =
        [
            Given.Offer(price: 2) with
            {
                Region = "us",
            },
            Given.Offer(price: 1) with
            {
                Region = "eu",
            },
            Given.Offer(price: 3, instance: "two"),
        ];

        Listing[] listings = [.. Listing.Of(offers)];

        listings.Select(l => (l.Offer, l.OtherPlaces)).ShouldBe([(offers[1], 1), (offers[2], 0)]);
    }

    [Theory]
    [InlineData("eu-west-1", "eu", true)]
    [InlineData("europe-west4", "eu", true)]
    [InlineData("westeurope", "eu", true)]
    [InlineData("Czechia, CZ, EU", "eu", true)]
    [InlineData("us-east-1", "eu", false)]
    [InlineData("us-ca-1", "ca", false)]
    [InlineData("Montana, US, NA", "us", true)]
    [InlineData("ap-south-1", "asia", true)]
    [InlineData("us-east-1", "us-east", true)]
    [InlineData(null, "eu", null)]
    public void Region_IsIn_KnowsThePartsOfTheWorld(string? region, string wanted, bool? isIn) =>
        RegionName.IsIn(region, wanted).ShouldBe(isIn);

    private static Offer Priced(string instance, DateOnly? day) =>
        Given.Offer(instance: instance) with
        {
            Source = new Source("some", day),
        };
}
