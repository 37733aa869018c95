using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Laptime.Answers.Offers;

namespace Laptime.Answers.Charts;

/// <summary>The sessions of a plan on a line of time, one row each.</summary>
public static class SessionChart
{
    private const int Most = 40;
    private const double Day = 86_400;

    /// <summary>The chart; null where no session is long enough.</summary>
    public static ChartSpec? Of(SessionQuestion question)
    {
        if (question.Now.Typical is not { } plan)
        {
            return null;
        }
        ImmutableArray<SessionStretch> stretches = SessionTimeline.Of(plan, question.Scheduling, Most);
        bool inDays = stretches[^1].To.Value > 3 * Day;
        double unit = inDays ? Day : 3600;
        int beyond = plan.Schedule.Sessions - Math.Min(plan.Schedule.Sessions, Most);
        return new ChartSpec
        {
            Title = "The sessions, one after the other",
            Caption =
                "At typical speed, day and night, from a fresh week on."
                + (beyond > 0 ? $" The first {Most} of {plan.Schedule.Sessions} sessions." : ""),
            Name = $"sessions-{question.Plan.Provider.Id}",
            Vega = Spec(stretches, unit, inDays ? "days" : "hours", Math.Min(plan.Schedule.Sessions, Most)),
            Columns =
            [
                new ChartColumn("Session", IsNumber: true),
                new ChartColumn("Part"),
                new ChartColumn("From"),
                new ChartColumn("For"),
            ],
            Rows =
            [
                .. stretches.Select(stretch =>
                    ImmutableArray.Create(
                        $"{stretch.Session}",
                        Word(stretch.Part),
                        SessionText.Clock(stretch.From),
                        AdviceText.Time(stretch.To - stretch.From)
                    )
                ),
            ],
        };
    }

    private static string Word(SessionPart part) =>
        part switch
        {
            SessionPart.Setup => "set-up",
            SessionPart.Work => "work",
            SessionPart.Save => "save",
            _ => "waiting",
        };

    private static JsonObject Spec(ImmutableArray<SessionStretch> stretches, double unit, string name, int rows)
    {
        JsonObject spec = JsonNode
            .Parse(
                $$"""
                {
                  "$schema": "{{Vega.Schema}}", "width": "container", "height": {{Math.Max(60, rows * 20)}},
                  "data": {},
                  "mark": { "type": "bar", "height": { "band": 0.7 } },
                  "encoding": {
                    "y": { "field": "session", "type": "ordinal", "title": "session" },
                    "x": { "field": "from", "type": "quantitative", "title": "{{name}} since the start" },
                    "x2": { "field": "to" },
                    "color": {
                      "field": "part", "type": "nominal", "legend": { "orient": "top", "title": null },
                      "scale": { "domain": ["work", "set-up", "save", "waiting"] }
                    },
                    "tooltip": [
                      { "field": "session", "title": "Session" }, { "field": "part", "title": "Part" },
                      { "field": "begins", "title": "From" }, { "field": "lasts", "title": "For" }
                    ]
                  }
                }
                """
            )!
            .AsObject();
        spec["data"]!["values"] = new JsonArray([
            .. stretches.Select(
                JsonNode (stretch) =>
                    new JsonObject
                    {
                        ["session"] = stretch.Session,
                        ["part"] = Word(stretch.Part),
                        ["from"] = stretch.From.Value / unit,
                        ["to"] = stretch.To.Value / unit,
                        ["begins"] = SessionText.Clock(stretch.From),
                        ["lasts"] = AdviceText.Time(stretch.To - stretch.From),
                    }
            ),
        ]);
        return spec;
    }
}
