using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Laptime.Core.Quantities;

namespace Laptime.Cli.Usage;

/// <summary>Values of options as people type them: counts, words, spans of time, lists with commas.</summary>
internal static class OptionValues
{
    /// <summary>An option that takes a whole number from 1.</summary>
    public static Option<int?> Count(string name, string description)
    {
        Option<int?> option = new(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && ReadCount(token.Value) is null)
            {
                result.AddError($"{name} takes a whole number from 1, not '{token.Value}'.");
            }
        });
        return option;
    }

    /// <summary>An option that takes one value or several, with commas between.</summary>
    public static Option<ImmutableArray<T>?> Axis<T>(string name, string description, Func<string, T?> read)
        where T : struct => AxisOf<T>(name, description, text => read(text) is { } value ? [value] : null);

    /// <summary>The same for texts.</summary>
    public static Option<ImmutableArray<string>?> Axis(string name, string description, Func<string, string?> read) =>
        AxisOf<string>(name, description, text => read(text) is { } value ? [value] : null);

    /// <summary>An option that takes one word of a closed set, several with commas between, or <c>all</c>.</summary>
    public static Option<ImmutableArray<T>?> AxisOrAll<T>(string name)
        where T : struct, Enum =>
        AxisOf<T>(
            name,
            $"{string.Join(", ", Enum.GetValues<T>()).ToLowerInvariant()}; all: each of them",
            text =>
                text == "all" ? [.. Enum.GetValues<T>()]
                : ReadWord<T>(text) is { } value ? [value]
                : null
        );

    private static Option<ImmutableArray<T>?> AxisOf<T>(
        string name,
        string description,
        Func<string, ImmutableArray<T>?> read
    ) =>
        new(name)
        {
            Description = description,
            CustomParser = result =>
            {
                var values = ImmutableArray.CreateBuilder<T>();
                foreach (
                    string text in result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries))
                )
                {
                    if (read(text) is not { } some)
                    {
                        result.AddError(
                            $"{name} cannot be '{text}': {char.ToLowerInvariant(description[0])}{description[1..]}."
                        );
                        return null;
                    }
                    values.AddRange(some);
                }
                return values.ToImmutable();
            },
        };

    /// <summary>A word of a closed set; null if it is none.</summary>
    public static T? ReadWord<T>(string text)
        where T : struct, Enum =>
        !int.TryParse(text, out _) && Enum.TryParse(text, ignoreCase: true, out T value) ? value : null;

    /// <summary>A whole number from 1; null if it is none.</summary>
    public static int? ReadCount(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1 ? value : null;

    /// <summary>A span of time longer than none: seconds, or 90s, 10m, 2h, 1h30m; null if it is not one.</summary>
    public static Seconds? ReadSpan(string text)
    {
        Seconds? span = Amounts.Duration(text);
        if (span is null && Amounts.Number(text) is { } seconds)
        {
            span = new Seconds(seconds);
        }
        return span > Seconds.Zero ? span : null;
    }

    /// <summary>For the value of an option; complains where there is none.</summary>
    public static Seconds? ParseSpan(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        Seconds? span = ReadSpan(text);
        if (span is null)
        {
            string option = result.Parent is OptionResult parent ? parent.Option.Name : "A span of time";
            result.AddError($"{option} cannot be '{text}': seconds, or 90s, 10m, 2h.");
        }
        return span;
    }
}
