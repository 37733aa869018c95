using System.CommandLine;
using Laptime.Core.Quantities;

namespace Laptime.Cli.Advising;

/// <summary>Options that several commands of the advice share. Each reads its value strictly and says what it wants.</summary>
internal static class AdviceOptions
{
    public static readonly Option<DateOnly?> AsOf = Of<DateOnly?>(
        "--as-of",
        "DATE",
        "Prices as of this day; today unless it is given",
        text => Amounts.Day(text),
        "takes a day such as 2018-12-31"
    );

    public static readonly Option<string?> MaxAge = new("--max-age")
    {
        Description = "Leave older prices out: 365d; any: none; 730d unless it is given",
        HelpName = "TIME",
    };

    public static readonly Option<double?> Scaling = Of<double?>(
        "--scaling",
        "PART",
        "Efficiency of each doubling of devices where only one was measured (0.9)",
        text => Amounts.Number(text) is { } value and > 0 and <= 1 ? value : null,
        "takes a number above 0 and at most 1"
    );

    public static readonly Option<double?> SpotRate = Of<double?>(
        "--spot-interruptions-per-hour",
        "RATE",
        "How often a spot machine is taken away (0.05: once in 20 hours)",
        text => Amounts.Number(text) is { } value and <= 3600 ? value : null,
        "takes a number, 0 or more"
    );

    public static readonly Option<bool> NoFree = new("--no-free") { Description = "Leave out what costs nothing." };

    public static readonly Option<bool> NoSpot = new("--no-spot")
    {
        Description = "Leave out machines that may be taken away.",
    };

    public static readonly Option<bool> AllPlaces = new("--all-places")
    {
        Description = "Show every region and zone, not only the cheapest of each configuration.",
    };

    public static readonly Option<int> Limit = new("--limit")
    {
        Description = "Most rows to show (20)",
        HelpName = "N",
        DefaultValueFactory = _ => 20,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, out int limit) && limit > 0)
            {
                return limit;
            }
            result.AddError($"--limit takes a whole number above 0, not '{result.Tokens[0].Value}'.");
            return 0;
        },
    };

    /// <summary>Options about the market and the assumptions, for commands that look at offers.</summary>
    public static void AddMarket(Command command)
    {
        command.Options.Add(AsOf);
        command.Options.Add(MaxAge);
        command.Options.Add(Scaling);
        command.Options.Add(SpotRate);
    }

    /// <summary>An option that reads its value with a function.</summary>
    /// <param name="name">Name.</param>
    /// <param name="help">What stands for the value in the help.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="read">Null where the text means nothing.</param>
    /// <param name="wants">Ends the sentence "--name …".</param>
    public static Option<T> Of<T>(string name, string help, string description, Func<string, T?> read, string wants) =>
        new(name)
        {
            Description = description,
            HelpName = help,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (read(text) is { } value)
                {
                    return value;
                }
                result.AddError($"{name} {wants}, not '{text}'.");
                return default!;
            },
        };

    /// <summary>An amount of money.</summary>
    public static Option<Usd?> Money(string name, string description) =>
        Of<Usd?>(name, "USD", description, text => Amounts.Money(text), "takes dollars, 0 or more");

    /// <summary>A duration.</summary>
    public static Option<Seconds?> Duration(string name, string description) =>
        Of<Seconds?>(
            name,
            "TIME",
            description,
            text => Amounts.Duration(text),
            "takes a time with its unit such as 90m, 8h or 2d"
        );

    /// <summary>A number that is not negative.</summary>
    public static Option<double?> Number(string name, string help, string description) =>
        Of<double?>(name, help, description, text => Amounts.Number(text), "takes a number, 0 or more");
}
