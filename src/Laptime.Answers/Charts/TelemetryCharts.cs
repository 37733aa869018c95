using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Laptime.Core.Cases;
using Laptime.Core.Trials;

namespace Laptime.Answers.Charts;

/// <summary>What the machine did while a case was measured, a chart for each figure that this platform tells.</summary>
public static class TelemetryCharts
{
    private const int MostPointsOfLaunch = 240;

    /// <summary>In seconds. The kernel counts processor time in steps of 10 ms: over a shorter span a rate is a spike or nothing.</summary>
    private const double ShortestSpan = 0.5;

    private static readonly (string Title, string Unit, string Name, Func<Step, double?> Of)[] Series =
    [
        ("Processors at work in this process", "processors", "process", s => s.Rate(t => t.ProcessBusy?.Value)),
        ("Processors at work on the machine", "processors", "machine", s => s.Rate(t => t.MachineBusy?.Value)),
        ("Processors lost to other guests of the host", "processors", "steal", s => s.Rate(t => t.MachineSteal?.Value)),
        ("Processor clock", "GHz", "clock", s => s.Now.CpuClockHertz / 1e9),
        ("Processor temperature", "°C", "celsius", s => s.Now.CpuCelsius),
        ("GPU clock", "GHz", "gpu-clock", s => s.Now.GpuClockHertz / 1e9),
        ("GPU temperature", "°C", "gpu-celsius", s => s.Now.GpuCelsius),
        ("GPU power", "W", "gpu-watts", s => s.Now.GpuWatts),
        ("GPU busy", "%", "gpu-busy", s => s.Now.GpuBusy * 100),
        ("GPU memory in use", "GiB", "gpu-memory", s => s.Now.GpuMemory?.Gibibytes),
        ("Memory of the device's allocator", "GiB", "allocator", s => s.Now.AllocatorReserved?.Gibibytes),
        ("Memory of the command", "GiB", "resident", s => s.Now.ProcessResident?.Gibibytes),
    ];

    /// <summary>The charts; empty where nothing was told.</summary>
    /// <param name="case">The case.</param>
    /// <param name="trials">Trials of a run.</param>
    public static ImmutableArray<ChartSpec> Of(Case @case, IEnumerable<Trial> trials)
    {
        ImmutableArray<Step> steps = [.. trials.Where(trial => trial.Case.Equals(@case)).SelectMany(StepsOf)];
        return
        [
            .. from series in Series
            let points = steps
                .Select(step => (step.Launch, step.Seconds, Value: series.Of(step)))
                .Where(point => point.Value is { } value && double.IsFinite(value))
                .Select(point => (point.Launch, point.Seconds, point.Value!.Value))
                .ToImmutableArray()
            where points.Length > 1
            select Draw(series.Title, series.Unit, $"telemetry-{series.Name}", points),
        ];
    }

    private static ChartSpec Draw(
        string title,
        string unit,
        string name,
        ImmutableArray<(int Launch, double Seconds, double Value)> points
    )
    {
        JsonArray values = new([
            .. points.Select(
                JsonNode (point) =>
                    new JsonObject
                    {
                        ["launch"] = point.Launch,
                        ["seconds"] = Math.Round(point.Seconds, 3),
                        ["value"] = Math.Round(point.Value, 4),
                    }
            ),
        ]);
        return new ChartSpec
        {
            Title = title,
            Name = name,
            Vega = Vega.Layers(
                values,
                110,
                new JsonObject
                {
                    ["mark"] = new JsonObject
                    {
                        ["type"] = "line",
                        ["strokeWidth"] = 1.2,
                        ["opacity"] = 0.8,
                    },
                    ["encoding"] = new JsonObject
                    {
                        ["x"] = Vega.Number("seconds", "Seconds into the trial", fromZero: true),
                        ["y"] = Vega.Number("value", unit),
                        ["detail"] = new JsonObject { ["field"] = "launch", ["type"] = "nominal" },
                        ["tooltip"] = Vega.Tooltip(("launch", "Launch"), ("seconds", "s"), ("value", unit)),
                    },
                }
            ),
            Columns =
            [
                new ChartColumn("Launch", IsNumber: true),
                new ChartColumn("Time (s)", IsNumber: true),
                new ChartColumn($"Value ({unit})", IsNumber: true),
            ],
            Rows =
            [
                .. points.Select(point =>
                    ImmutableArray.Create(
                        $"{point.Launch}",
                        point.Seconds.ToString("F3", CultureInfo.InvariantCulture),
                        point.Value.ToString("G5", CultureInfo.InvariantCulture)
                    )
                ),
            ],
        };
    }

    private static IEnumerable<Step> StepsOf(Trial trial)
    {
        if (trial.Outcome is not TrialOutcome.Measured { Samples: { Telemetry.Length: > 1 } samples })
        {
            return [];
        }
        ImmutableArray<TelemetrySample> telemetry = samples.Telemetry;
        long first = telemetry[0].Ticks;
        double second = samples.TicksPerSecond;
        double apart = Math.Max(ShortestSpan, (telemetry[^1].Ticks - first) / second / MostPointsOfLaunch);
        List<TelemetrySample> kept = [];
        foreach (TelemetrySample sample in telemetry)
        {
            if (kept.Count == 0 || (sample.Ticks - kept[^1].Ticks) / second >= apart)
            {
                kept.Add(sample);
            }
        }
        return kept.Zip(kept.Skip(1))
            .Where(pair => pair.Second.Ticks > pair.First.Ticks)
            .Select(pair => new Step(
                trial.Launch,
                (pair.Second.Ticks - first) / second,
                (pair.Second.Ticks - pair.First.Ticks) / second,
                pair.First,
                pair.Second
            ));
    }

    private readonly record struct Step(
        int Launch,
        double Seconds,
        double Since,
        TelemetrySample Before,
        TelemetrySample Now
    )
    {
        public double? Rate(Func<TelemetrySample, double?> counter) => (counter(Now) - counter(Before)) / Since;
    }
}
