using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Laptime.Cli.Reports;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Store.Access;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime token</c>: who may hand in runs, and read where not everybody may.</summary>
internal static class TokenCommand
{
    private static readonly Option<ImmutableArray<TokenScopes>?> Scope = OptionValues.Axis<TokenScopes>(
        "--scope",
        "submit, read, or both with a comma between",
        text => OptionValues.ReadWord<TokenScopes>(text) is { } scope and not TokenScopes.None ? scope : null
    );

    private static readonly Option<string> Expires = new("--expires")
    {
        Description = "When it stops working: 12h, 90d, 52w, or never; 90 days unless it is given",
        HelpName = "SPAN",
        DefaultValueFactory = _ => "90d",
    };

    private static readonly Option<string?> Note = new("--note")
    {
        Description = "What it is for; shown in the list.",
        HelpName = "TEXT",
    };

    private static readonly Argument<string[]> Ids = new("ids")
    {
        Description = "Ids as 'laptime token list' shows them",
        HelpName = "ID…",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create(Screen screen) =>
        new DocumentedCommand(
            "token",
            "Makes and revokes the tokens of people who hand runs in to this store's server.",
            new Example("laptime token create --scope submit --note nightly", "may hand in runs for 90 days"),
            new Example("laptime token list", "which there are, and which still work"),
            new Example("laptime token revoke k3fq7rwb", "does not work from now on")
        )
        {
            Subcommands = { CreateCommand(screen), ListCommand(screen), RevokeCommand(screen) },
        };

    private static DocumentedCommand CreateCommand(Screen screen)
    {
        DocumentedCommand command = new(
            "create",
            "Makes a token and shows it, once: only a digest of it is kept.",
            new Example("laptime token create --scope submit --expires 90d --note nightly", "to hand in runs"),
            new Example("laptime token create --scope read --expires 30d", "to read a private server")
        )
        {
            Options = { Scope, Expires, Note },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                DateTimeOffset now = TimeProvider.System.GetUtcNow();
                string span = parsed.GetRequiredValue(Expires);
                if (!TryReadExpiry(span, now, out DateTimeOffset? expiresAt))
                {
                    screen.Complain($"--expires cannot be '{span}': 12h, 90d, 52w, or never.");
                    return ExitCode.Usage;
                }
                if (parsed.GetValue(Scope) is not { IsDefaultOrEmpty: false } scopes)
                {
                    screen.Complain("A token needs --scope: submit to hand in runs, read to read a private server.");
                    return ExitCode.Usage;
                }
                (AccessToken token, string text) = TokenText.Issue(
                    scopes.Aggregate((all, one) => all | one),
                    parsed.GetValue(Note),
                    now,
                    expiresAt
                );
                await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
                await stored.Tokens.AddTokenAsync(token, cancellationToken);
                screen.Results.WriteLine(text);
                string end = expiresAt is { } instant ? $"until {RunText.Instant(instant)} UTC" : "until it is revoked";
                screen.Say(
                    $"Token {token.Id} works {end}. It is not shown again: hand it over in LAPTIME_TOKEN or a file."
                );
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static DocumentedCommand ListCommand(Screen screen)
    {
        DocumentedCommand command = new(
            "list",
            "Lists tokens, never what they are.",
            new Example("laptime token list", "a row for each"),
            new Example("laptime token list --json", "the same, for programs")
        )
        {
            Options = { ReadingOptions.Json },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
                ImmutableArray<AccessToken> tokens = await stored.Tokens.ListTokensAsync(cancellationToken);
                DateTimeOffset now = TimeProvider.System.GetUtcNow();
                if (parsed.GetValue(ReadingOptions.Json))
                {
                    TokenReport.WriteJson(tokens, now, screen);
                }
                else if (tokens.IsEmpty)
                {
                    screen.Say("There are no tokens. Make one with: laptime token create --scope submit");
                }
                else
                {
                    TokenReport.Write(tokens, now, screen);
                }
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static DocumentedCommand RevokeCommand(Screen screen)
    {
        DocumentedCommand command = new(
            "revoke",
            "Makes tokens stop working at once and for good.",
            new Example("laptime token revoke k3fq7rwb", "the one of that id")
        )
        {
            Arguments = { Ids },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
                bool areAllRevoked = true;
                foreach (string text in parsed.GetRequiredValue(Ids))
                {
                    // Who pastes the whole token means it, too.
                    string id = TokenText.IdOf(text) ?? text;
                    if (await stored.Tokens.RevokeTokenAsync(id, cancellationToken))
                    {
                        screen.Say($"Token {id} does not work any more.");
                    }
                    else
                    {
                        screen.Complain(
                            $"There is no token '{Prose.Printable(id)}', or it was revoked before. See: laptime token list"
                        );
                        areAllRevoked = false;
                    }
                }
                return areAllRevoked ? ExitCode.Done : ExitCode.Failed;
            }
        );
        return command;
    }

    private static bool TryReadExpiry(string text, DateTimeOffset now, out DateTimeOffset? expiresAt)
    {
        expiresAt = null;
        if (text == "never")
        {
            return true;
        }
        int hours =
            text.Length < 2
                ? 0
                : text[^1] switch
                {
                    'h' => 1,
                    'd' => 24,
                    'w' => 24 * 7,
                    _ => 0,
                };
        // Ten years are as good as never.
        if (
            hours == 0
            || !int.TryParse(
                text.AsSpan(0, text.Length - 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out int count
            )
            || count < 1
            || (long)count * hours > 10 * 366 * 24
        )
        {
            return false;
        }
        expiresAt = now.AddHours((long)count * hours);
        return true;
    }
}
