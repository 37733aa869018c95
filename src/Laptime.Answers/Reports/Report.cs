using System.Collections.Immutable;
using Laptime.Answers.Charts;
using Laptime.Answers.Results;
using Laptime.Core.AiBenchmark;

namespace Laptime.Answers.Reports;

/// <summary>What a report is about: one run or more, and how the others compare with the first.</summary>
public sealed record Report
{
    /// <summary>The runs; one at least.</summary>
    public required ImmutableArray<RunView> Runs { get; init; }

    /// <summary>Version of the program.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>The others held against the first; null for a single run.</summary>
    public ManyCompared? Compared =>
        Runs.Length > 1 ? ManyCompared.Of([.. Runs.Select(run => Comparand.Of(run.Record))]) : null;

    /// <summary>What it is called.</summary>
    public string Title =>
        Runs is [var only]
            ? $"{only.Run.Suite.Name} on {RunScores.MachineOf(only.Run)}"
            : $"{Runs.Length} runs compared: {Runs[0].Run.Suite.Name} on {string.Join(", ", Runs.Select(run => RunScores.MachineOf(run.Run)).Distinct(StringComparer.Ordinal))}";

    /// <summary>The chart that says most: the speeds of a single run, the ratios of several; null where there is no figure.</summary>
    public ChartSpec? MainChart =>
        Compared is not { } many ? SpeedChart.Of(Runs[0].Results)
        : many.Others.IsEmpty ? null
        : RatioChart.Of(many.Names[0], [.. many.Others.Select((other, i) => (many.Names[i + 1], other.Ratios))]);
}
