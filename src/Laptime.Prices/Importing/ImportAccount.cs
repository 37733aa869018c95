using System.Collections.Immutable;
using Laptime.Core.Catalogs;

namespace Laptime.Prices.Importing;

/// <summary>What became of every row of a price list: in + quarantined + left out = read.</summary>
public sealed record ImportAccount
{
    /// <summary>What the list was recognised as.</summary>
    public required string Format { get; init; }

    /// <summary>Rows read, without header and blank lines.</summary>
    public required int RowsRead { get; init; }

    /// <summary>Rows that brought at least one offer into the catalog.</summary>
    public required int RowsIn { get; init; }

    /// <summary>Rows of which every offer is quarantined for its price.</summary>
    public required int RowsQuarantined { get; init; }

    /// <summary>Rows left out, by reason; the most frequent first.</summary>
    public required ImmutableArray<LeftOutRows> LeftOut { get; init; }

    /// <summary>Offers in the catalog: a row with two prices makes two.</summary>
    public required int OffersIn { get; init; }

    /// <summary>Offers in quarantine.</summary>
    public required int OffersQuarantined { get; init; }

    /// <summary>Prices that were left aside although their row is in: <c>spot price missing or zero</c>.</summary>
    public required ImmutableSortedDictionary<string, int> Asides { get; init; }

    /// <summary>Rows left out for whatever reason.</summary>
    public int RowsLeftOut => LeftOut.Sum(rows => rows.Count);
}

/// <summary>Rows left out for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many.</param>
/// <param name="Details">What was found, and how often; the most frequent first.</param>
public sealed record LeftOutRows(LeftOut Reason, int Count, ImmutableArray<KeyValuePair<string, int>> Details);

/// <summary>A price list that was read.</summary>
public sealed record ImportedOffers
{
    /// <summary>Name under which it is kept: <c>skypilot-azure</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its offers, and those in quarantine, which carry the flag <see cref="Quarantined"/>.</summary>
    public required ImmutableArray<Offer> Offers { get; init; }

    /// <summary>What became of its rows.</summary>
    public required ImportAccount Account { get; init; }

    /// <summary>Mark of an offer whose price is not plausible.</summary>
    public const string Quarantined = "quarantined";
}
