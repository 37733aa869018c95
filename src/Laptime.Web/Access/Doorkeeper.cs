using Laptime.Store.Access;
using Microsoft.AspNetCore.Http;

namespace Laptime.Web.Access;

/// <summary>Recognises tokens: in the header Authorization, and for reading in the cookie of a browser.</summary>
internal sealed class Doorkeeper(IAccessTokenStore tokens, RequestRates rates, TimeProvider time)
{
    /// <summary>The cookie that a browser gets for a token. Scripts do not see it, and no other site makes it be sent.</summary>
    public const string Cookie = "laptime_token";

    private const string Scheme = "Bearer ";

    /// <summary>The visitor behind a request; a cookie counts for reading only.</summary>
    public Task<Visitor> RecognizeAsync(HttpContext context)
    {
        string header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                ? RecognizeAsync(context, header[Scheme.Length..].Trim(), TokenScopes.Read | TokenScopes.Submit)
            : context.Request.Cookies[Cookie] is { Length: > 0 } cookie
                ? RecognizeAsync(context, cookie, TokenScopes.Read)
            : Task.FromResult(Visitor.Unknown);
    }

    /// <summary>The visitor who shows this text.</summary>
    public async Task<Visitor> RecognizeAsync(HttpContext context, string text, TokenScopes counting)
    {
        if (!rates.MayTryTokens(context))
        {
            return Visitor.Unknown with { Refusal = "Too many wrong tokens came from this address. Wait a minute." };
        }
        AccessToken? token = TokenText.IdOf(text) is { } id
            ? await tokens.FindTokenAsync(id, context.RequestAborted)
            : null;
        // Who knows only the public part learns no more than who knows nothing.
        if (token?.Is(text) != true)
        {
            rates.CountWrongToken(context);
            return Visitor.Unknown with { Refusal = "There is no such token." };
        }
        return token.IsGoodAt(time.GetUtcNow())
            ? new Visitor(token.Id, token.Scopes & counting)
            : Visitor.Unknown with
            {
                Refusal = token.RevokedAt is null
                    ? $"Token {token.Id} has expired. Ask for another."
                    : $"Token {token.Id} was revoked. Ask for another.",
            };
    }
}
