using System.Collections.Immutable;
using System.Data.Common;
using Laptime.Store.Access;

namespace Laptime.Store.Relational;

/// <content>Tokens.</content>
public abstract partial class RelationalStore
{
    private const string TokenColumns = "id, hash, scopes, note, created_at, expires_at, revoked_at";

    /// <inheritdoc />
    public Task AddTokenAsync(AccessToken token, CancellationToken cancellationToken) =>
        WriteAsync(
            "save a token",
            mayRepeat: false,
            (db, abort) => InsertAsync(db, token, "", abort),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<AccessToken?> FindTokenAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync(
            "look for a token",
            async (db, abort) =>
                (
                    await db.QueryAsync(
                        $"SELECT {TokenColumns} FROM access_tokens WHERE id = @id",
                        ReadToken,
                        abort,
                        ("id", SummaryText.Storable(id))
                    )
                ).SingleOrDefault(),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<ImmutableArray<AccessToken>> ListTokensAsync(CancellationToken cancellationToken) =>
        ReadAsync(
            "list the tokens",
            async (db, abort) =>
                (
                    await db.QueryAsync(
                        $"SELECT {TokenColumns} FROM access_tokens ORDER BY created_at DESC, id",
                        ReadToken,
                        abort
                    )
                ).ToImmutableArray(),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<bool> RevokeTokenAsync(string id, CancellationToken cancellationToken) =>
        WriteAsync(
            "revoke a token",
            mayRepeat: false,
            async (db, abort) =>
                await db.ExecuteAsync(
                    "UPDATE access_tokens SET revoked_at = @now WHERE id = @id AND revoked_at IS NULL",
                    abort,
                    ("now", SummaryText.Of(_time.GetUtcNow())),
                    ("id", SummaryText.Storable(id))
                ) == 1,
            cancellationToken
        );

    /// <summary>Saves tokens of another store. One that was revoked there is revoked here too, and none is let in again.</summary>
    /// <returns>How many of them changed something.</returns>
    internal Task<int> WriteRawTokensAsync(IReadOnlyList<AccessToken> tokens, CancellationToken cancellationToken) =>
        WriteAsync(
            "copy the tokens",
            mayRepeat: true,
            async (db, abort) =>
            {
                int changed = 0;
                foreach (AccessToken token in tokens)
                {
                    changed += await InsertAsync(
                        db,
                        token,
                        """
                        ON CONFLICT (id) DO UPDATE SET revoked_at = excluded.revoked_at
                        WHERE access_tokens.revoked_at IS NULL AND excluded.revoked_at IS NOT NULL
                        """,
                        abort
                    );
                }
                return changed;
            },
            cancellationToken
        );

    private static Task<int> InsertAsync(
        DbConnection db,
        AccessToken token,
        string onConflict,
        CancellationToken cancellationToken
    ) =>
        db.ExecuteAsync(
            $"""
            INSERT INTO access_tokens ({TokenColumns})
            VALUES (@id, @hash, @scopes, @note, @created_at, @expires_at, @revoked_at) {onConflict}
            """,
            cancellationToken,
            ("id", token.Id),
            ("hash", Convert.ToHexStringLower(token.Hash.AsSpan())),
            ("scopes", Words(token.Scopes)),
            ("note", token.Note is { } note ? SummaryText.Storable(note) : null),
            ("created_at", SummaryText.Of(token.CreatedAt)),
            ("expires_at", token.ExpiresAt is { } end ? SummaryText.Of(end) : null),
            ("revoked_at", token.RevokedAt is { } revoked ? SummaryText.Of(revoked) : null)
        );

    private static string Words(TokenScopes scopes) =>
        string.Join(
            ' ',
            Enum.GetValues<TokenScopes>()
                .Where(scope => scope != TokenScopes.None && scopes.HasFlag(scope))
                .Select(scope => scope.ToString().ToLowerInvariant())
        );

    private AccessToken ReadToken(DbDataReader row) =>
        new()
        {
            Id = row.GetString(0),
            Hash = ImmutableArray.Create(Convert.FromHexString(row.GetString(1))),
            // A scope of a newer version allows nothing here.
            Scopes = row.GetString(2)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Aggregate(
                    TokenScopes.None,
                    (all, word) => Enum.TryParse(word, ignoreCase: true, out TokenScopes one) ? all | one : all
                ),
            Note = row.TextOrNull(3),
            CreatedAt = Instant(row.GetString(4)),
            ExpiresAt = row.TextOrNull(5) is { } end ? Instant(end) : null,
            RevokedAt = row.TextOrNull(6) is { } revoked ? Instant(revoked) : null,
        };
}
