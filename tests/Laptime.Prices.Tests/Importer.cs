using System.Collections.Immutable;
using System.Text;
using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;

namespace Laptime.Prices.Tests;

/// <summary>Imports texts.</summary>
internal static class Importer
{
    public static readonly DateOnly Today = new(2026, 11, 20);

    private static readonly ImportContext Shipped = ImportContext.Shipped(Today);

    public static ImportedOffers Import(string text, string? provider = null, DateOnly? asOf = null) =>
        Import(new MemoryStream(Encoding.UTF8.GetBytes(text)), provider, asOf);

    public static ImportedOffers Import(Stream stream, string? provider = null, DateOnly? asOf = null)
    {
        ImportedOffers import = OfferImporter.Import(stream, Shipped with { Provider = provider, AsOf = asOf });
        import.Account.ShouldBalance();
        return import;
    }

    /// <summary>Every row is accounted for once.</summary>
    public static void ShouldBalance(this ImportAccount account)
    {
        (account.RowsIn + account.RowsQuarantined + account.RowsLeftOut).ShouldBe(account.RowsRead);
        account.LeftOut.Select(rows => rows.Reason).ShouldBeUnique();
    }

    public static Offer OnDemand(this ImportedOffers import) =>
        import.Offers.Single(offer => offer.Pricing is Pricing.OnDemand);

    public static Offer Spot(this ImportedOffers import) =>
        import.Offers.Single(offer => offer.Pricing is Pricing.Spot);

    public static int LeftOut(this ImportedOffers import, LeftOut reason) =>
        import.Account.LeftOut.FirstOrDefault(rows => rows.Reason == reason)?.Count ?? 0;

    public static ImmutableArray<string> Details(this ImportedOffers import, LeftOut reason) =>
        [.. import.Account.LeftOut.Single(rows => rows.Reason == reason).Details.Select(detail => detail.Key)];
}
