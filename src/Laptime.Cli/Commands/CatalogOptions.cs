using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Laptime.Answers.Catalogs;
using Laptime.Prices.Naming;

namespace Laptime.Cli.Commands;

/// <summary>Options that several catalog commands share.</summary>
internal static class CatalogOptions
{
    public static Option<ImmutableArray<string>> Device() =>
        new("--device")
        {
            Description = "Device, by id or any name: a100-sxm4-40gb, A100 (all of them), 'Tesla T4'",
            HelpName = "NAME",
            CustomParser = ReadDevice,
        };

    public static Option<string?> Provider(string description) =>
        new("--provider")
        {
            Description = description,
            HelpName = "NAME",
            CustomParser = ReadProvider,
        };

    public static Option<double?> MinMemory() =>
        new("--min-memory") { Description = "Memory of one device, at least", HelpName = "GB" };

    public static Option<int?> Limit(string description) =>
        new("--limit") { Description = description, HelpName = "ROWS" };

    public static Option<DateOnly?> Date(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "YYYY-MM-DD",
            CustomParser = result =>
            {
                if (
                    DateOnly.TryParseExact(
                        result.Tokens[0].Value,
                        "yyyy-MM-dd",
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.None,
                        out DateOnly date
                    )
                )
                {
                    return date;
                }
                result.AddError($"{name} cannot be '{result.Tokens[0].Value}': a day such as 2026-05-20.");
                return null;
            },
        };

    /// <summary>One of a few words.</summary>
    public static Option<string?> Word(string name, string description, params string[] words) =>
        new(name)
        {
            Description = $"{description}: {string.Join(", ", words)}",
            HelpName = "WORD",
            CustomParser = result =>
            {
                string word = result.Tokens[0].Value;
                if (words.Contains(word, StringComparer.Ordinal))
                {
                    return word;
                }
                result.AddError($"{name} cannot be '{word}': {string.Join(", ", words)}.");
                return null;
            },
        };

    /// <summary>Kind of pricing.</summary>
    public static Option<string?> Pricing() =>
        new("--pricing")
        {
            Description = "on-demand, spot, reserved (any term), reserved-<months>, subscription or free",
            HelpName = "TERMS",
            CustomParser = result =>
            {
                string word = result.Tokens[0].Value;
                if (OfferFilter.IsPricing(word))
                {
                    return word;
                }
                result.AddError(
                    $"--pricing cannot be '{word}': on-demand, spot, reserved, reserved-<months>, subscription or free."
                );
                return null;
            },
        };

    private static ImmutableArray<string> ReadDevice(ArgumentResult result)
    {
        string name = result.Tokens[0].Value;
        switch (DeviceNames.ReadShipped().Find(name))
        {
            case DeviceMatch.Known known:
                return [known.Id];
            case DeviceMatch.Ambiguous ambiguous:
                return ambiguous.Candidates;
            default:
                result.AddError($"There is no device '{name}' in the catalog. See them with: laptime catalog devices");
                return [];
        }
    }

    private static string? ReadProvider(ArgumentResult result)
    {
        string name = result.Tokens[0].Value;
        ProviderNames providers = ProviderNames.ReadShipped();
        if (providers.Find(name) is { } id)
        {
            return id;
        }
        string guess = Suggestion.For(name, providers.Ids) is { } near ? $" Did you mean {near}?" : "";
        result.AddError($"There is no provider '{name}'.{guess} See them with: laptime catalog platforms");
        return null;
    }
}
