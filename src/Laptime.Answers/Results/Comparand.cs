using System.Collections.Immutable;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Core.Protocols;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Formats.AiBenchmark;
using Laptime.Prices;

namespace Laptime.Answers.Results;

/// <summary>What can be compared: a run, an import, a published machine.</summary>
public sealed record Comparand
{
    /// <summary>The machine.</summary>
    public required string Machine { get; init; }

    /// <summary>Its AI-Benchmark figures; null for a run of our own protocol.</summary>
    public ScoreSheet? Sheet { get; init; }

    /// <summary>The run with its trials; null for what others measured.</summary>
    public RunRecord? Record { get; init; }

    /// <summary>What may differ between platforms, by name, in the order to show; only what is known.</summary>
    public required ImmutableArray<(string Name, string Value)> Facts { get; init; }

    /// <summary>A run.</summary>
    public static Comparand Of(RunRecord record)
    {
        Run run = record.Run;
        return new Comparand
        {
            Machine = RunScores.MachineOf(run),
            Record = record,
            Sheet = RunScores.IsClassic(run) ? RunScores.Of(record) : null,
            Facts =
            [
                .. new (string, string?)[]
                {
                    ("Machine", RunScores.MachineOf(run)),
                    ("Software", $"libtorch {run.Platform.Engine?.Version ?? "unknown"}"),
                    ("System", run.Platform.OperatingSystem),
                    ("Device", Distinct(run, @case => @case.Device.ToString())),
                    ("Threads", Distinct(run, @case => $"{@case.Threads}")),
                    ("Precision", Distinct(run, @case => @case.Precision.ToString().ToLowerInvariant())),
                    ("Tier", run.Tier.ToString().ToLowerInvariant()),
                    ("Laptime", run.ToolVersion),
                }
                    .Where(fact => fact.Item2 is not null)
                    .Select(fact => (fact.Item1, fact.Item2!)),
            ],
        };
    }

    /// <summary>An imported output of the original AI-Benchmark.</summary>
    public static Comparand Of(ForeignRun run)
    {
        ScoreSheet sheet = run.Run.ToSheet(run.Id.ToString(), run.Name, asOf: null);
        return new Comparand
        {
            Machine = sheet.Machine,
            Sheet = sheet,
            Facts =
            [
                .. new (string, string?)[]
                {
                    ("Machine", sheet.Machine),
                    ("Software", run.Run.TensorFlow is { } version ? $"TensorFlow {version}" : null),
                    ("System", run.Run.Platform),
                    ("CUDA", run.Run.Cuda),
                    ("Tool", $"AI-Benchmark {run.Run.Version ?? "output"}"),
                }
                    .Where(fact => fact.Item2 is not null)
                    .Select(fact => (fact.Item1, fact.Item2!)),
            ],
        };
    }

    /// <summary>A machine whose figures were published.</summary>
    public static Comparand Of(PublishedScore published, ScoreSheet sheet) =>
        new()
        {
            Machine = published.Machine,
            Sheet = sheet,
            Facts =
            [
                ("Machine", published.Machine),
                ("Software", published.Note ?? "not told"),
                ("Source", published.SourceText),
            ],
        };

    /// <summary>The published machine of that id; null: none.</summary>
    public static PublishedScore? FindPublished(string text) =>
        PublishedScores.Read().FirstOrDefault(score => score.Id.Equals(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Why the two cannot be compared; null if they can.</summary>
    public static string? WhyNot(Comparand first, Comparand second) =>
        first.Sheet is null != second.Sheet is null
            ? "One follows the original AI-Benchmark and the other our own protocol: they time different things and "
                + "cannot be compared."
        : Ratios(first, second).Mean is null
            ? "The two have no measured case in common, so there is nothing to compare."
        : null;

    /// <summary>How much faster the second is, case by case. Both follow the same protocol.</summary>
    public static RatioTable Ratios(Comparand first, Comparand second) =>
        first.Sheet is { } a && second.Sheet is { } b
            ? RatioTable.Of(a, b)
            : CaseRatios.Of(
                CaseSummary.Summarize(first.Record!, Protocol.Current),
                CaseSummary.Summarize(second.Record!, Protocol.Current)
            );

    private static string Distinct(Run run, Func<Case, string> select) =>
        string.Join(", ", run.Suite.Cases.Select(select).Distinct(StringComparer.Ordinal));
}
