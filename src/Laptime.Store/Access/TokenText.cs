using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Laptime.Store.Access;

/// <summary>A token as its holder has it: <c>laptime_k3fq7rwb_</c> and 52 more letters and digits.</summary>
public static class TokenText
{
    private const string Beginning = "laptime_";
    private const int IdLength = 8;
    private const int SecretLength = 52;

    // Five bits each; none that is easily taken for another (RFC 4648 base 32 in lower case).
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";

    private static readonly SearchValues<char> Known = SearchValues.Create(Letters);

    /// <summary>Makes a token. The text is to be shown once and is kept nowhere.</summary>
    /// <param name="scopes">What it allows.</param>
    /// <param name="note">What it is for; null: not said.</param>
    /// <param name="now">The instant.</param>
    /// <param name="expiresAt">When it stops working; null: never.</param>
    public static (AccessToken Token, string Text) Issue(
        TokenScopes scopes,
        string? note,
        DateTimeOffset now,
        DateTimeOffset? expiresAt
    )
    {
        string id = RandomNumberGenerator.GetString(Letters, IdLength);
        // 52 letters of five bits: 260 random bits.
        string text = $"{Beginning}{id}_{RandomNumberGenerator.GetString(Letters, SecretLength)}";
        AccessToken token = new()
        {
            Id = id,
            Hash = ImmutableArray.Create(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            Scopes = scopes,
            Note = note,
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        return (token, text);
    }

    /// <summary>The public part of what may be a token; null if it has not the shape of one.</summary>
    public static string? IdOf(string text) =>
        text.Length == Beginning.Length + IdLength + 1 + SecretLength
        && text.StartsWith(Beginning, StringComparison.Ordinal)
        && text[Beginning.Length + IdLength] == '_'
        && AreLetters(text.AsSpan(Beginning.Length, IdLength))
        && AreLetters(text.AsSpan(Beginning.Length + IdLength + 1))
            ? text.Substring(Beginning.Length, IdLength)
            : null;

    private static bool AreLetters(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Known);
}
