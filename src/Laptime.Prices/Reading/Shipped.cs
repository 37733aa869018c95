namespace Laptime.Prices.Reading;

/// <summary>The files under data/, which are built into this library.</summary>
internal static class Shipped
{
    /// <summary>Opens one by its name.</summary>
    public static Stream Open(string name) =>
        typeof(Shipped).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"Cannot open the embedded {name}; rebuild Laptime.Prices.");
}
