using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Laptime.Store.Access;

/// <summary>What a token allows.</summary>
[Flags]
public enum TokenScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Reading, where a server does not let everybody read.</summary>
    Read = 1,

    /// <summary>Handing in runs.</summary>
    Submit = 2,
}

/// <summary>What is kept of a token: enough to recognise it, not enough to use it.</summary>
public sealed record AccessToken
{
    /// <summary>The public part of the token, eight letters and digits: what lists and logs name it by.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the whole token, 32 bytes. The token has 256 random bits, so that no slower hash is needed.</summary>
    public required ImmutableArray<byte> Hash { get; init; }

    /// <summary>What it allows.</summary>
    public required TokenScopes Scopes { get; init; }

    /// <summary>What it is for, in the words of whoever made it.</summary>
    public string? Note { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stops working; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; null: it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Whether it works at an instant.</summary>
    public bool IsGoodAt(DateTimeOffset instant) => RevokedAt is null && (ExpiresAt is not { } end || instant < end);

    /// <summary>Whether a text is this token; takes the same time wherever the two begin to differ.</summary>
    public bool Is(string text) =>
        CryptographicOperations.FixedTimeEquals(Hash.AsSpan(), SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
