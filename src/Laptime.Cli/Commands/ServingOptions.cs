using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Laptime.Cli.Usage;
using Laptime.Core.Cases;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;

namespace Laptime.Cli.Commands;

/// <summary>Options of the serving scenarios.</summary>
internal sealed class ServingOptions
{
    /// <summary>Latency that a server has to keep.</summary>
    public Option<Seconds?> Latency { get; } =
        new("--latency")
        {
            Description =
                "Of server: 99 % of the queries have to be answered within it: 50ms, 1s; 100ms, of bert-large 1s, unless it is given",
            CustomParser = ReadLatency,
        };

    /// <summary>Rate to offer to a server.</summary>
    public Option<double?> Rate { get; } =
        new("--rate")
        {
            Description =
                "Of server: queries per second to offer; unless it is given, the largest within --latency is searched",
            CustomParser = ReadRate,
        };

    /// <summary>Clients of a closed loop.</summary>
    public Option<int?> Clients { get; } =
        OptionValues.Count("--clients", "Of closed-loop: clients that wait for their answers; 4 unless it is given");

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [Latency, Rate, Clients];

    /// <summary>What the user gave; null if nothing.</summary>
    public ServingTerms? Read(ParseResult parse) =>
        (parse.GetValue(Latency), parse.GetValue(Rate), parse.GetValue(Clients)) switch
        {
            (null, null, null) => null,
            var (latency, rate, clients) => new ServingTerms
            {
                LatencyBound = latency,
                Rate = rate,
                Clients = clients,
            },
        };

    /// <summary>Why the options do not go together, one sentence; null if they do.</summary>
    public string? WhyNot(ParseResult parse, ImmutableArray<Scenario>? scenarios, ImmutableArray<int>? batches)
    {
        bool Has(Scenario scenario) => scenarios is { } some && some.Contains(scenario);
        int odd = batches is { } sizes ? sizes.FirstOrDefault(size => ServingRules.MultiStreamSamples % size != 0) : 0;
        return parse.GetValue(Latency) is not null && !Has(Scenario.Server)
                ? "--latency is the bound of --scenario server; add that."
            : parse.GetValue(Rate) is not null && !Has(Scenario.Server)
                ? "--rate is offered to --scenario server; add that."
            : parse.GetValue(Clients) is not null && !Has(Scenario.ClosedLoop)
                ? "--clients are those of --scenario closed-loop; add that."
            : Has(Scenario.MultiStream) && odd != 0
                ? $"A query of multi-stream has {ServingRules.MultiStreamSamples} samples, which --batch {odd} does not divide: 1, 2, 4 or 8."
            : null;
    }

    /// <summary>A word of <c>--scenario</c>; null if it is none.</summary>
    public static Scenario? ReadScenario(string text) => ScenarioWords.Read(text);

    private static Seconds? ReadLatency(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        foreach ((string unit, double seconds) in new[] { ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1.0) })
        {
            if (
                text.EndsWith(unit, StringComparison.Ordinal)
                && Amounts.Number(text[..^unit.Length].TrimEnd()) is > 0 and <= 1e9 and var number
            )
            {
                return new Seconds(number * seconds);
            }
        }
        result.AddError($"--latency cannot be '{text}': 50ms, 1s.");
        return null;
    }

    private static double? ReadRate(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Amounts.Number(text) is > 0 and <= 1e7 and var rate)
        {
            return rate;
        }
        result.AddError(
            string.Create(CultureInfo.InvariantCulture, $"--rate cannot be '{text}': queries per second, above 0.")
        );
        return null;
    }
}
