using Laptime.Prices.Importing;

namespace Laptime.Prices.Formats;

/// <summary>A list of feeds: addresses where prices are, and none itself.</summary>
internal sealed class FeedListJson : IPriceFormat
{
    /// <inheritdoc />
    public string Name => "a list of price feeds, which holds no prices";

    /// <inheritdoc />
    public string SourceId => "feeds";

    /// <inheritdoc />
    public bool Recognises(PriceList list) => JsonRows.FirstHas(list, "feeds", "id", "url");

    /// <inheritdoc />
    public string? Read(PriceList list, OfferIntake intake) =>
        throw new CatalogException(
            $"This lists {list.Json!.Value.GetProperty("feeds").GetArrayLength()} price feeds and holds no offers. Add the address of one: laptime catalog sources add NAME URL."
        );
}
