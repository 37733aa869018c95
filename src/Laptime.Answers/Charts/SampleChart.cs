using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Laptime.Core.Cases;
using Laptime.Core.Results;
using Laptime.Core.Trials;

namespace Laptime.Answers.Charts;

/// <summary>Every raw sample of a case: pilot, warm-up, steady state and what was dropped told apart, launch after launch.</summary>
public static class SampleChart
{
    /// <summary>More points than this hide each other and make the page heavy.</summary>
    private const int MostPoints = 2000;

    private const string Steady = "steady state";
    private const string Warmup = "warm-up";
    private const string Pilot = "pilot";
    private const string Dropped = "dropped";

    /// <summary>The chart; null where no trial has a sample.</summary>
    /// <param name="result">What the trials came to; its interval is drawn as a band.</param>
    /// <param name="trials">Trials of the case.</param>
    public static ChartSpec? Of(CaseResult result, IEnumerable<Trial> trials)
    {
        ImmutableArray<(int Launch, int Number, Block Block)> all =
        [
            .. from trial in trials
            where trial.Case.Equals(result.Case)
            orderby trial.Launch, trial.StartedAt
            let samples = (trial.Outcome as TrialOutcome.Measured)?.Samples
            where samples is not null
            from block in samples.Blocks.Select((block, i) => (trial.Launch, i + 1, block))
            select block,
        ];
        if (all.IsEmpty)
        {
            return null;
        }
        int every = 1 + (all.Length / MostPoints);
        (int Launch, int Number, Block Block, int Position)[] shown =
        [
            .. all.Select((one, i) => (one.Launch, one.Number, one.Block, i + 1))
                .Where((one, i) => i % every == 0 || one.Block.Dropped is not null),
        ];
        double[] times = [.. shown.Select(one => one.Block.PerStep.Value).Where(time => time > 0)];
        (double unit, string name) = UnitOf(times);
        // Where the first steps took many times as long, a straight axis would leave a flat line of the rest.
        bool isLog = times.Length == shown.Length && times.Max() / times.Min() > 4;
        JsonArray values = new([
            .. shown.Select(
                JsonNode (one) =>
                    new JsonObject
                    {
                        ["position"] = one.Position,
                        ["launch"] = one.Launch,
                        ["block"] = one.Number,
                        ["time"] = Math.Round(one.Block.PerStep.Value / unit, 6),
                        ["steps"] = one.Block.Steps,
                        ["part"] = Part(one.Block),
                        ["why"] = Why(one.Block),
                    }
            ),
        ]);
        return new ChartSpec
        {
            Title = $"Every sample of {CaseText.Full(result.Case)}",
            Caption = Caption(result, all.Length, every),
            Name = $"samples-{FileName(result.Case)}",
            Vega = Draw(values, result, all, unit, name, isLog),
            Columns =
            [
                new ChartColumn("Launch", IsNumber: true),
                new ChartColumn("Block", IsNumber: true),
                new ChartColumn($"Step ({name})", IsNumber: true),
                new ChartColumn("Steps", IsNumber: true),
                new ChartColumn("Part"),
                new ChartColumn("Remarks"),
            ],
            Rows =
            [
                .. shown.Select(one =>
                    ImmutableArray.Create(
                        $"{one.Launch}",
                        $"{one.Number}",
                        (one.Block.PerStep.Value / unit).ToString("G6", CultureInfo.InvariantCulture),
                        $"{one.Block.Steps}",
                        Part(one.Block),
                        Why(one.Block) ?? ""
                    )
                ),
            ],
        };
    }

    private static JsonObject Draw(
        JsonArray values,
        CaseResult result,
        ImmutableArray<(int Launch, int Number, Block Block)> all,
        double unit,
        string unitName,
        bool isLog
    )
    {
        List<JsonNode> layers = [];
        if (result is { StepTime: { } typical, HalfWidth: { } halfWidth })
        {
            layers.Add(
                new JsonObject
                {
                    ["data"] = One(
                        new JsonObject
                        {
                            ["low"] = typical.Value * (1 - halfWidth) / unit,
                            ["high"] = typical.Value * (1 + halfWidth) / unit,
                        }
                    ),
                    ["mark"] = new JsonObject { ["type"] = "rect", ["opacity"] = 0.18 },
                    ["encoding"] = new JsonObject
                    {
                        ["y"] = new JsonObject { ["field"] = "low", ["type"] = "quantitative" },
                        ["y2"] = new JsonObject { ["field"] = "high" },
                    },
                }
            );
        }
        // A rule and a name where each launch begins.
        JsonArray starts = new([
            .. all.Select((one, i) => (one.Launch, Position: i + 1))
                .GroupBy(one => one.Launch)
                .Select(
                    JsonNode (launch) =>
                        new JsonObject
                        {
                            ["position"] = launch.First().Position - 0.5,
                            ["label"] = launch.Key.ToString(CultureInfo.InvariantCulture),
                        }
                ),
        ]);
        JsonObject at = new() { ["field"] = "position", ["type"] = "quantitative" };
        layers.Add(
            new JsonObject
            {
                ["data"] = new JsonObject { ["values"] = starts.DeepClone() },
                ["mark"] = new JsonObject
                {
                    ["type"] = "rule",
                    ["style"] = "muted",
                    ["opacity"] = 0.35,
                },
                ["encoding"] = new JsonObject { ["x"] = at.DeepClone() },
            }
        );
        layers.Add(
            new JsonObject
            {
                ["data"] = new JsonObject { ["values"] = starts },
                ["mark"] = new JsonObject
                {
                    ["type"] = "text",
                    ["align"] = "left",
                    ["dx"] = 3,
                    ["y"] = 7,
                    ["fontSize"] = 10,
                },
                ["encoding"] = new JsonObject
                {
                    ["x"] = at,
                    ["text"] = new JsonObject { ["field"] = "label" },
                },
            }
        );
        JsonObject y = Vega.Number("time", $"Step time ({unitName})", isLog);
        JsonObject x = Vega.Number("position", "Blocks in the order measured; the numbers on top are launches");
        x["axis"] = new JsonObject
        {
            ["grid"] = false,
            ["tickMinStep"] = 1,
            ["format"] = "d",
        };
        layers.Add(
            new JsonObject
            {
                ["mark"] = new JsonObject
                {
                    ["type"] = "point",
                    ["size"] = 22,
                    ["opacity"] = 0.85,
                    ["strokeWidth"] = 1.4,
                },
                ["encoding"] = new JsonObject
                {
                    ["x"] = x,
                    ["y"] = y,
                    ["color"] = Vega.Names("part", [Steady, Warmup, Pilot, Dropped]),
                    ["shape"] = Shapes(),
                    ["tooltip"] = Vega.Tooltip(
                        ("launch", "Launch"),
                        ("block", "Block"),
                        ("time", unitName),
                        ("steps", "Steps"),
                        ("part", "Part"),
                        ("why", "Remarks")
                    ),
                },
            }
        );
        return Vega.Layers(values, 220, [.. layers]);
    }

    private static JsonObject Shapes()
    {
        JsonObject shape = Vega.Names("part", [Steady, Warmup, Pilot, Dropped]);
        shape["scale"]!["range"] = new JsonArray("circle", "triangle-up", "square", "cross");
        shape["legend"] = new JsonObject { ["orient"] = "top", ["title"] = null };
        return shape;
    }

    private static JsonObject One(JsonObject row) => new() { ["values"] = new JsonArray(row) };

    private static string Caption(CaseResult result, int blocks, int every)
    {
        string points =
            every == 1
                ? $"{blocks:N0} blocks, none left out."
                : $"Every {every}th of {blocks:N0} blocks, and all that were dropped.";
        return result.HalfWidth is null ? points : $"{points} The band is the 95 % interval between launches.";
    }

    private static string Part(Block block) =>
        block switch
        {
            { Dropped: not null } => Dropped,
            { Phase: Phase.Warmup } => Warmup,
            { Phase: Phase.Pilot } => Pilot,
            _ => Steady,
        };

    private static string? Why(Block block)
    {
        string text = $"{block.Dropped} {string.Join(' ', block.Flags.Where(flag => flag != block.Dropped))}".Trim();
        return text.Length > 0 ? text : null;
    }

    private static (double Unit, string Name) UnitOf(double[] times) =>
        (times.Length == 0 ? 1 : times.Order().ElementAt(times.Length / 2)) switch
        {
            < 1e-3 => (1e-6, "µs"),
            < 1 => (1e-3, "ms"),
            _ => (1, "s"),
        };

    private static string FileName(Case @case) => @case.Id.Replace('/', '-').Replace(':', '-');
}
