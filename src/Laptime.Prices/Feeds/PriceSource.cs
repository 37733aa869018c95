namespace Laptime.Prices.Feeds;

/// <summary>Where <c>laptime catalog refresh</c> gets prices.</summary>
/// <param name="Name">The user's name for it.</param>
/// <param name="Location">Address beginning with https:// or http://, or path of a file.</param>
/// <param name="Provider">Id of the provider, for lists that do not say; null: they do.</param>
public sealed record PriceSource(string Name, string Location, string? Provider)
{
    /// <summary>Whether something is contacted for it.</summary>
    public bool IsRemote => Remote(Location) is not null;

    /// <summary>The address; null for a file.</summary>
    internal static Uri? Remote(string location) =>
        Uri.TryCreate(location, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
}
