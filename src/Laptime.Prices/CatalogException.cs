namespace Laptime.Prices;

/// <summary>A catalog, or something to be imported into it, cannot be read. The message says what to do.</summary>
public sealed class CatalogException(string message, Exception? inner = null) : Exception(message, inner);
