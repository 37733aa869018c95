using System.Collections.Immutable;
using System.Globalization;
using Laptime.Cli.Terminal;
using Laptime.Store.Access;

namespace Laptime.Cli.Reports;

/// <summary>Tokens, one a row.</summary>
internal static class TokenReport
{
    /// <summary>Name and version of the JSON schema; docs/json-output.md describes it.</summary>
    private const string Schema = "laptime.tokens/1";

    /// <summary>Writes the table.</summary>
    public static void Write(ImmutableArray<AccessToken> tokens, DateTimeOffset now, Screen screen)
    {
        Table table = new(
            new Column("Token"),
            new Column("Allows"),
            new Column("State"),
            new Column("Made (UTC)"),
            new Column("Expires (UTC)"),
            new Column("Note", Wraps: true)
        );
        foreach (AccessToken token in tokens)
        {
            bool isGood = token.IsGoodAt(now);
            table.Add(
                new Cell(token.Id, isGood ? Style.Bold : Style.Dim),
                string.Join(", ", Scopes(token)),
                new Cell(State(token, now), isGood ? Style.Plain : Style.Dim),
                RunText.Instant(token.CreatedAt),
                token.ExpiresAt is { } end ? RunText.Instant(end) : "never",
                token.Note
            );
        }
        table.Write(screen);
    }

    /// <summary>Writes the same as JSON.</summary>
    public static void WriteJson(ImmutableArray<AccessToken> tokens, DateTimeOffset now, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                json.WriteStartArray("tokens");
                foreach (AccessToken token in tokens)
                {
                    json.WriteStartObject();
                    json.WriteString("id", token.Id);
                    json.WriteStartArray("scopes");
                    foreach (string scope in Scopes(token))
                    {
                        json.WriteStringValue(scope);
                    }
                    json.WriteEndArray();
                    json.WriteString("state", State(token, now));
                    json.WriteString("created_at", Instant(token.CreatedAt));
                    json.WriteKnown("expires_at", Instant(token.ExpiresAt));
                    json.WriteKnown("revoked_at", Instant(token.RevokedAt));
                    json.WriteKnown("note", token.Note);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            },
            screen
        );

    private static IEnumerable<string> Scopes(AccessToken token) =>
        Enum.GetValues<TokenScopes>()
            .Where(scope => scope != TokenScopes.None && token.Scopes.HasFlag(scope))
            .Select(RunText.Word);

    private static string State(AccessToken token, DateTimeOffset now) =>
        token.RevokedAt is not null ? "revoked"
        : token.IsGoodAt(now) ? "good"
        : "expired";

    private static string? Instant(DateTimeOffset? instant) =>
        instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
