using Laptime.Store.Access;

namespace Laptime.Web.Access;

/// <summary>Who shows a token.</summary>
/// <param name="TokenId">Public part of the token; null: none was shown.</param>
/// <param name="Scopes">What it allows.</param>
/// <param name="Refusal">Why the token that was shown does not work, a sentence; null: it does, or none was shown.</param>
internal sealed record Visitor(string? TokenId, TokenScopes Scopes, string? Refusal = null)
{
    public static Visitor Unknown { get; } = new(TokenId: null, TokenScopes.None);

    /// <summary>Whether the token allows it.</summary>
    public bool May(TokenScopes scope) => Scopes.HasFlag(scope);
}
