using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Laptime.Advice;
using Laptime.Advice.Outlooks;
using Laptime.Advice.Speeds;
using Laptime.Answers.Offers;
using Laptime.Core.Catalogs;

namespace Laptime.Answers.Charts;

/// <summary>
/// Time over cost of a job, a point for each offer, on logarithmic axes. What is free has no logarithm: it stands in a
/// column of its own, at the left.
/// </summary>
public static class CostChart
{
    private const int Height = 430;

    /// <summary>The chart; null where time and cost are known of no offer.</summary>
    public static ChartSpec? Of(FrontierSurvey found, Catalog catalog)
    {
        Point[] points =
        [
            .. found.BeatenInPicture.Select(placed => new Point(placed, "beaten")),
            .. found.Open.Select(open => new Point(new Placed(open, false, null, null, null), "open")),
            .. found.Members.Select(placed => new Point(placed, "member")),
        ];
        if (points.Length == 0)
        {
            return null;
        }
        LogAxis time = LogAxis.Over(points.SelectMany(point => Ends(point.Outlook.Time)));
        LogAxis cost = LogAxis.Over(points.SelectMany(point => Ends(point.Outlook.Cost)));
        CostColumn free = new(cost, points.Any(point => point.Usd <= 0));
        return new ChartSpec
        {
            Title = "Time and cost on each offer",
            Caption =
                "Bars hold nine times in ten. Letters name the offers that none beats on both, and the line joins them; "
                + "grey ones are beaten"
                + (found.Open.IsEmpty ? "." : "; triangles are known from below only.")
                + (
                    free.IsThere
                        ? " What is free stands in a column of its own: zero has no place on a logarithmic axis."
                        : ""
                ),
            Name = $"cost-{found.Survey.Job.Workload}",
            Vega = Spec(found, points, time, free, catalog),
            Columns =
            [
                new ChartColumn("Offer"),
                new ChartColumn("Time", IsNumber: true),
                new ChartColumn("Cost", IsNumber: true),
                new ChartColumn("Place"),
            ],
            Rows =
            [
                .. points
                    .OrderBy(point => point.Usd)
                    .Select(point =>
                        ImmutableArray.Create(
                            point.Outlook.Offer.ToString(),
                            AdviceText.Time(point.Outlook.Time.Typical),
                            point.Outlook.Cost.Typical.ToString(),
                            PlaceOf(point.Placed)
                        )
                    ),
            ],
        };
    }

    /// <summary>Where an offer stands, in words.</summary>
    public static string PlaceOf(Placed placed) =>
        placed switch
        {
            { IsMember: true, Letter: { } letter } => $"{letter}: none beats it",
            { IsMember: true } => "none beats it",
            { BeatenBy: { } by } => $"beaten by {AdviceText.Name(by.Outlook.Offer)}",
            _ => "cannot be told: known from below only",
        };

    /// <summary>Everything that the time of an offer rests on: source, day, what was assumed.</summary>
    public static string EvidenceOf(Evidence evidence)
    {
        string kind = evidence.Kind is EvidenceKind.Estimate or EvidenceKind.Published
            ? $"{AdviceText.Word(evidence.Kind)}: "
            : "";
        string day = evidence.Source.AsOf is { } date ? $", {CatalogText.Date(date)}" : "";
        return $"{kind}{evidence.Source.Id}{day}{(evidence.Note is { } note ? $" ({note})" : "")}";
    }

    private static JsonObject Spec(FrontierSurvey found, Point[] points, LogAxis time, CostColumn free, Catalog catalog)
    {
        JsonArray values = new([.. points.Select(JsonNode (point) => Value(point, time, free, catalog))]);
        JsonArray staircase = new([.. Staircase(found, time, free)]);
        string costAxis = $$"""
            "type": "quantitative", "title": "cost of the job",
            "scale": { "type": "log", "domain": [{{N(free.Low)}}, {{N(free.High)}}], "nice": false, "clamp": true },
            "axis": { "values": {{Ticks(free.Ticks)}}, "labelExpr": {{Quoted(
                AxisLabels.Expression(free.Ticks)
            )}}, "labelOverlap": "greedy" }
            """;
        (double, string)[] times = [.. time.TimeTicks.Select(tick => (tick, AxisText.Time(tick)))];
        string timeAxis = $$"""
            "type": "quantitative", "title": "time until it is done",
            "scale": { "type": "log", "domain": [{{N(time.Low)}}, {{N(time.High)}}], "nice": false, "clamp": true },
            "axis": { "values": {{Ticks(times)}}, "labelExpr": {{Quoted(
                times.Length > 0 ? AxisLabels.Expression(times) : "''"
            )}} }
            """;
        string tooltip = """
            [
              { "field": "offer", "title": "Offer" }, { "field": "terms", "title": "Terms" },
              { "field": "time", "title": "Time" }, { "field": "money", "title": "Cost" },
              { "field": "place", "title": "Place" }, { "field": "odds", "title": "On the frontier" },
              { "field": "evidence", "title": "Time rests on" }, { "field": "price", "title": "Price" }
            ]
            """;
        string[] band = free.IsThere
            ?
            [
                $$"""
                    {
                      "data": { "values": [{ "from": {{N(free.Low)}}, "to": {{N(free.End)}} }] },
                      "mark": { "type": "rect", "style": "muted", "opacity": 0.09, "strokeWidth": 0, "tooltip": null },
                      "encoding": { "x": { "field": "from", {{costAxis}} }, "x2": { "field": "to" } }
                    }
                    """,
            ]
            : [];
        string[] layers =
        [
            .. band,
            $$"""
                {
                  "data": { "name": "staircase" },
                  "mark": { "type": "line", "style": "accent", "strokeWidth": 2, "opacity": 0.55, "tooltip": null },
                  "encoding": { "x": { "field": "x", {{costAxis}} }, "y": { "field": "y", {{timeAxis}} }, "order": { "field": "order" } }
                }
                """,
            Bars("y", "seconds_low", "seconds_high", $"\"x\": {{ \"field\": \"x\", {costAxis} }}", timeAxis, ""),
            Bars(
                "x",
                "usd_low",
                "usd_high",
                $"\"y\": {{ \"field\": \"y\", {timeAxis} }}",
                costAxis,
                " && datum.usd > 0"
            ),
            Points("beaten", "circle", "muted", 34, filled: true, costAxis, timeAxis, tooltip),
            Points("open", "triangle-up", "muted", 60, filled: false, costAxis, timeAxis, tooltip),
            Points("member", "circle", "accent", 190, filled: true, costAxis, timeAxis, tooltip),
            $$"""
                {
                  "transform": [{ "filter": "datum.kind == 'member' && datum.letter" }],
                  "mark": { "type": "text", "dy": -14, "style": "label", "fontWeight": 700, "tooltip": null },
                  "encoding": {
                    "x": { "field": "x", {{costAxis}} }, "y": { "field": "y", {{timeAxis}} },
                    "text": { "field": "letter" }
                  }
                }
                """,
        ];
        JsonObject spec = JsonNode
            .Parse(
                $$"""
                {
                  "$schema": "{{Vega.Schema}}", "width": "container", "height": {{Height}},
                  "datasets": {}, "data": { "name": "offers" },
                  "layer": [{{string.Join(",", layers)}}]
                }
                """
            )!
            .AsObject();
        spec["datasets"]!["offers"] = values;
        spec["datasets"]!["staircase"] = staircase;
        return spec;
    }

    private static string Bars(string axis, string low, string high, string other, string along, string filter) =>
        $$"""
            {
              "transform": [{ "filter": "datum.{{low}} < datum.{{high}}{{filter}}" }],
              "mark": { "type": "rule", "style": "muted", "tooltip": null },
              "encoding": {
                "{{axis}}": { "field": "{{low}}", {{along}} }, "{{axis}}2": { "field": "{{high}}" }, {{other}},
                "opacity": { "condition": { "test": "datum.kind == 'member'", "value": 0.8 }, "value": 0.3 }
              }
            }
            """;

    private static string Points(
        string kind,
        string shape,
        string style,
        int size,
        bool filled,
        string costAxis,
        string timeAxis,
        string tooltip
    ) =>
        $$"""
            {
              "transform": [{ "filter": "datum.kind == '{{kind}}'" }],
              "mark": {
                "type": "point", "shape": "{{shape}}", "filled": {{(filled ? "true" : "false")}}, "style": "{{style}}",
                "size": {{size}}, "opacity": {{(kind == "beaten" ? "0.75" : "1")}}
              },
              "encoding": {
                "x": { "field": "x", {{costAxis}} }, "y": { "field": "y", {{timeAxis}} }, "tooltip": {{tooltip}}
              }
            }
            """;

    // Between two members, nothing that is known is both as fast as the one and as cheap as the other.
    private static IEnumerable<JsonNode> Staircase(FrontierSurvey found, LogAxis time, CostColumn free)
    {
        int order = 0;
        double? before = null;
        foreach (Placed placed in found.Members)
        {
            double x = free.Position((double)placed.Offer.Outlook.Cost.Typical.Value);
            double y = placed.Offer.Outlook.Time.Typical.Value;
            yield return Step(x, before ?? time.High);
            yield return Step(x, y);
            before = y;
        }
        if (before is { } last)
        {
            yield return Step(free.High, last);
        }

        JsonObject Step(double x, double y) =>
            new()
            {
                ["x"] = x,
                ["y"] = y,
                ["order"] = order++,
            };
    }

    private static JsonObject Value(Point point, LogAxis time, CostColumn free, Catalog catalog)
    {
        Outlook outlook = point.Outlook;
        string least = outlook.IsAtLeast ? "at least " : "";
        double high = outlook.Time.High.Value;
        JsonObject value = new()
        {
            ["kind"] = point.Kind,
            ["offer"] = AdviceText.Name(outlook.Offer),
            ["terms"] = AdviceText.Terms(point.Placed.Offer.Listing, catalog),
            ["x"] = free.Position(point.Usd),
            ["y"] = outlook.Time.Typical.Value,
            ["usd"] = point.Usd,
            ["seconds_low"] = outlook.Time.Low.Value,
            ["seconds_high"] = double.IsFinite(high) ? high : time.High,
            ["usd_low"] = free.Position((double)outlook.Cost.Low.Value),
            ["usd_high"] = outlook.Cost.High is { } dear ? free.Position((double)dear.Value) : free.High,
            ["time"] = $"{least}{AdviceText.Time(outlook.Time.Typical)} ({AdviceText.Range(outlook.Time)})",
            ["money"] = $"{least}{outlook.Cost.Typical} ({AdviceText.Range(outlook.Cost)})",
            ["place"] = PlaceOf(point.Placed),
            ["evidence"] = string.Join("; ", outlook.Work.Evidence.Select(EvidenceOf)),
            ["price"] =
                $"{CatalogText.Price(outlook.Offer)}, {outlook.Offer.Source.Id}, {CatalogText.Date(outlook.Offer.Source.AsOf)}",
        };
        if (point.Placed.Probability is { } probability)
        {
            value["odds"] = $"{AdviceText.Percent(probability)} of what may be";
        }
        if (point.Placed.Letter is { } letter)
        {
            value["letter"] = letter;
        }
        return value;
    }

    private static IEnumerable<double> Ends(TimeRange range) =>
        [
            range.Low.Value,
            range.Typical.Value,
            double.IsFinite(range.High.Value) ? range.High.Value : range.Typical.Value,
        ];

    private static IEnumerable<double> Ends(CostRange range) =>
        [(double)range.Low.Value, (double)range.Typical.Value, (double)(range.High ?? range.Typical).Value];

    private static string Ticks(IEnumerable<(double Value, string Label)> ticks) =>
        $"[{string.Join(", ", ticks.Select(tick => N(tick.Value)))}]";

    private static string N(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private sealed record Point(Placed Placed, string Kind)
    {
        public Outlook Outlook => Placed.Offer.Outlook;

        public double Usd => (double)Outlook.Cost.Typical.Value;
    }

    /// <summary>The axis of costs, with room at its left for what is free.</summary>
    private sealed record CostColumn(LogAxis Cost, bool IsThere)
    {
        // A tenth of the axis, and a gap before the first price.
        private double Width => Math.Max(Math.Pow(Cost.High / Cost.Low, 0.1), 1.3);

        public double High => Cost.High;

        public double End => Cost.Low;

        public double Low => IsThere ? Cost.Low / Width : Cost.Low;

        private double Free => Math.Sqrt(Low * End);

        public (double Value, string Label)[] Ticks =>
            [
                .. IsThere ? [(Free, "free")] : ((double, string)[])[],
                .. Cost.Ticks.Select(tick => (tick, AxisText.Cost(tick))).DefaultIfEmpty((Cost.Low, "")),
            ];

        public double Position(double usd) => usd > 0 ? usd : Free;
    }
}
