using System.Collections.Immutable;

namespace Laptime.Store.Access;

/// <summary>
/// Keeps what recognises tokens. What a method has returned from is saved. Every method throws <see cref="StoreException"/>
/// when the store cannot be read or written.
/// </summary>
public interface IAccessTokenStore
{
    /// <summary>Saves a new token.</summary>
    Task AddTokenAsync(AccessToken token, CancellationToken cancellationToken);

    /// <summary>The token of that id, good or not; null if there is none.</summary>
    Task<AccessToken?> FindTokenAsync(string id, CancellationToken cancellationToken);

    /// <summary>All of them, the latest first, those that no longer work as well.</summary>
    Task<ImmutableArray<AccessToken>> ListTokensAsync(CancellationToken cancellationToken);

    /// <summary>Makes a token stop working, from this instant on and for good.</summary>
    /// <returns>False if there is none of that id, or it was revoked before.</returns>
    Task<bool> RevokeTokenAsync(string id, CancellationToken cancellationToken);
}
