namespace Laptime.Prices.Importing;

/// <summary>A form in which somebody publishes prices.</summary>
internal interface IPriceFormat
{
    /// <summary>Name for people.</summary>
    string Name { get; }

    /// <summary>Short name of the source of what is imported in this form.</summary>
    string SourceId { get; }

    /// <summary>Whether a list is in this form, judged by its content alone.</summary>
    bool Recognises(PriceList list);

    /// <summary>Hands every row to the intake.</summary>
    /// <returns>The provider, where the list is of one; null: of several, or it says itself.</returns>
    /// <exception cref="CatalogException">The list cannot be read; the message says what to do.</exception>
    string? Read(PriceList list, OfferIntake intake);
}
