using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Laptime.Advice.Upgrades;
using Laptime.Answers.Offers;

namespace Laptime.Answers.Charts;

/// <summary>What owning and renting cost in a month, over the hours at work.</summary>
public static class BreakEvenChart
{
    private const double HoursInMonth = 730;

    /// <summary>The chart.</summary>
    public static ChartSpec Of(RentOrBuyQuestion question)
    {
        double furthest = Furthest(question);
        double[] hours = [.. Enumerable.Range(0, 9).Select(i => furthest * i / 8)];
        JsonArray values = new([.. hours.SelectMany(at => Values(question, at))]);
        JsonArray marks =
        [
            new JsonObject
            {
                ["hours"] = question.HoursPerMonth,
                ["usd"] = (double)question.Answer.OwnPerMonth.Value,
                ["what"] = "own",
                ["text"] = RentOrBuyText.Cents(question.Answer.OwnPerMonth),
            },
            new JsonObject
            {
                ["hours"] = question.HoursPerMonth,
                ["usd"] = (double)question.Answer.RentPerMonth.Value,
                ["what"] = "rent",
                ["text"] = RentOrBuyText.Cents(question.Answer.RentPerMonth),
            },
        ];
        JsonArray even =
            question.Answer.BreakEvenHours is { } border && border <= furthest
                ? [new JsonObject { ["hours"] = border, ["text"] = $"even at {AdviceText.Digits(border)} h" }]
                : [];
        return new ChartSpec
        {
            Title = "Owning and renting by the hours at work",
            Caption =
                $"{RentOrBuyText.Verdict(question)} Points: {AdviceText.Digits(question.HoursPerMonth)} hours a month.",
            Name = "rent-or-buy",
            Vega = Spec(values, marks, even),
            Columns =
            [
                new ChartColumn("Hours a month", IsNumber: true),
                new ChartColumn("Own", IsNumber: true),
                new ChartColumn("Rent", IsNumber: true),
            ],
            Rows =
            [
                .. hours.Select(at =>
                {
                    RentOrBuy costs = At(question, at);
                    return ImmutableArray.Create(
                        AdviceText.Digits(at),
                        RentOrBuyText.Cents(costs.OwnPerMonth),
                        RentOrBuyText.Cents(costs.RentPerMonth)
                    );
                }),
            ],
        };
    }

    /// <summary>Hours to which the axis goes: past the break-even and past what was asked, within a month.</summary>
    private static double Furthest(RentOrBuyQuestion question) =>
        Math.Max(
            Math.Min(HoursInMonth, Math.Max(2 * (question.Answer.BreakEvenHours ?? 0), 50)),
            question.HoursPerMonth * 1.25
        );

    private static RentOrBuy At(RentOrBuyQuestion question, double hours) =>
        RentOrBuy.Of(question.Purchase, question.Rent, question.RentedSpeed, hours);

    private static IEnumerable<JsonNode> Values(RentOrBuyQuestion question, double hours)
    {
        RentOrBuy costs = At(question, hours);
        yield return new JsonObject
        {
            ["hours"] = hours,
            ["usd"] = (double)costs.OwnPerMonth.Value,
            ["what"] = "own",
        };
        yield return new JsonObject
        {
            ["hours"] = hours,
            ["usd"] = (double)costs.RentPerMonth.Value,
            ["what"] = "rent",
        };
    }

    private static JsonObject Spec(JsonArray values, JsonArray marks, JsonArray even)
    {
        const string X = """
            "x": { "field": "hours", "type": "quantitative", "title": "hours at work a month" }
            """;
        const string Y = """
            "y": { "field": "usd", "type": "quantitative", "title": "USD a month" }
            """;
        const string Colour = """
            "color": { "field": "what", "type": "nominal", "scale": { "domain": ["own", "rent"] }, "legend": { "orient": "top", "title": null } }
            """;
        JsonObject spec = JsonNode
            .Parse(
                $$"""
                {
                  "$schema": "{{Vega.Schema}}", "width": "container", "height": 280,
                  "datasets": {}, "data": { "name": "costs" },
                  "layer": [
                    { "mark": { "type": "line", "strokeWidth": 2.5 }, "encoding": { {{X}}, {{Y}}, {{Colour}}, "strokeDash": { "field": "what", "legend": null } } },
                    { "data": { "name": "even" }, "mark": { "type": "rule", "style": "muted", "strokeDash": [4, 4] }, "encoding": { {{X}} } },
                    { "data": { "name": "even" }, "mark": { "type": "text", "style": "label", "align": "left", "dx": 6, "baseline": "top" }, "encoding": { {{X}}, "y": { "value": 4 }, "text": { "field": "text" } } },
                    {
                      "data": { "name": "asked" }, "mark": { "type": "point", "filled": true, "size": 70, "opacity": 1 },
                      "encoding": { {{X}}, {{Y}}, {{Colour}}, "tooltip": [{ "field": "what", "title": "Way" }, { "field": "hours", "title": "Hours" }, { "field": "text", "title": "A month" }] }
                    }
                  ]
                }
                """
            )!
            .AsObject();
        spec["datasets"]!["costs"] = values;
        spec["datasets"]!["even"] = even;
        spec["datasets"]!["asked"] = marks;
        return spec;
    }
}
