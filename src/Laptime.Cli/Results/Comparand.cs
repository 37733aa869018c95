using System.Collections.Immutable;
using Laptime.Cli.Terminal;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Core.Runs;
using Laptime.Formats.AiBenchmark;
using Laptime.Prices;
using Laptime.Store;

namespace Laptime.Cli.Results;

/// <summary>What a name on the command line stands for: a run, an import, a published machine.</summary>
internal sealed record Comparand
{
    /// <summary>The machine.</summary>
    public required string Machine { get; init; }

    /// <summary>Its AI-Benchmark figures; null for a run of our own protocol.</summary>
    public ScoreSheet? Sheet { get; init; }

    /// <summary>The run with its trials; null for what others measured.</summary>
    public RunRecord? Record { get; init; }

    /// <summary>What may differ between platforms, by name, in the order to show; only what is known.</summary>
    public required ImmutableArray<(string Name, string Value)> Facts { get; init; }

    /// <summary>What the text means; null after a complaint. Names of published machines come first, then runs, then imports.</summary>
    public static async Task<Comparand?> FindAsync(
        string text,
        StoredRuns stored,
        Screen screen,
        CancellationToken cancellationToken
    )
    {
        if (text.Contains('-', StringComparison.Ordinal) && FindPublished(text) is { } published)
        {
            if (published.Sheet is { } sheet)
            {
                return Of(published, sheet);
            }
            screen.Complain(
                $"Of '{text}' only scores were published, no times of sub-tests. See them with: laptime rank"
            );
            return null;
        }
        bool isRun = !(await stored.Store.FindRunsAsync(text, RunShelf.Kept, cancellationToken)).IsEmpty;
        if (!isRun && await stored.FindForeignAsync(text, RunShelf.Kept, cancellationToken) is [var foreign])
        {
            return Of(foreign);
        }
        return await stored.ReadAsync(text, cancellationToken) is { } record ? Of(record) : null;
    }

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

    private static Comparand Of(ForeignRun run)
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

    private static Comparand Of(PublishedScore published, ScoreSheet sheet) =>
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

    private static PublishedScore? FindPublished(string text) =>
        PublishedScores.Read().FirstOrDefault(score => score.Id.Equals(text, StringComparison.OrdinalIgnoreCase));

    private static string Distinct(Run run, Func<Case, string> select) =>
        string.Join(", ", run.Suite.Cases.Select(select).Distinct(StringComparer.Ordinal));
}
