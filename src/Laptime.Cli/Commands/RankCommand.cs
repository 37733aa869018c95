using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Reports;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Trials;
using Laptime.Formats.AiBenchmark;
using Laptime.Prices;
using Laptime.Store;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime rank</c>.</summary>
internal static class RankCommand
{
    private static readonly Option<ScoreName?> By = new("--by")
    {
        Description = "Score to rank by: ai, inference, training or micro; ai unless it is given",
        HelpName = "SCORE",
        CustomParser = result =>
        {
            ScoreName? name = OptionValues.ReadWord<ScoreName>(result.Tokens[0].Value);
            if (name is null)
            {
                result.AddError($"--by cannot be '{result.Tokens[0].Value}': ai, inference, training or micro.");
            }
            return name;
        },
    };

    private static readonly Option<bool> All = new("--all")
    {
        Description = "Show every run of a machine, not only its latest.",
    };

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "rank",
            "Ranks machines by their AI-Benchmark score: your runs, what you imported, what others published.",
            new Example("laptime rank", "by the AI score"),
            new Example("laptime rank --by training", "by the training score, which more machines have"),
            new Example("laptime rank --json", "the same, for programs")
        )
        {
            Options = { By, All, ReadingOptions.Json },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                ScoreName by = parsed.GetValue(By) ?? ScoreName.Ai;
                await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
                ImmutableArray<RankEntry> entries =
                [
                    .. await OwnAsync(stored.Store, cancellationToken),
                    .. (await stored.Foreign.ListForeignAsync(RunShelf.Kept, cancellationToken)).Select(Of),
                    .. PublishedScores.Read().Select(Of),
                ];
                var ranking = Ranking.Of(entries, by, parsed.GetValue(All));
                if (parsed.GetValue(ReadingOptions.Json))
                {
                    RankReport.WriteJson(ranking, by, screen);
                }
                else
                {
                    RankReport.Write(ranking, by, screen);
                }
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static async Task<ImmutableArray<RankEntry>> OwnAsync(IRunStore store, CancellationToken cancellationToken)
    {
        var entries = ImmutableArray.CreateBuilder<RankEntry>();
        RunQuery classic = new()
        {
            Suites = [AiBenchmarkSuite.Name, AiBenchmarkSuite.MicroName],
            Tier = Tier.Fixed,
            Limit = int.MaxValue,
        };
        foreach (RunSummary summary in (await store.ListRunsAsync(classic, cancellationToken)).Runs)
        {
            if (await store.GetRunAsync(summary.Id, cancellationToken) is { } record)
            {
                entries.Add(
                    RankEntry.Of(RunScores.Of(record)) with
                    {
                        SameMachine = $"{record.Run.Platform.HostName}/{RunScores.MachineOf(record.Run)}",
                        MeasuredAt = record.Run.StartedAt,
                    }
                );
            }
        }
        return entries.DrainToImmutable();
    }

    private static RankEntry Of(ForeignRun run) =>
        RankEntry.Of(run.Run.ToSheet(run.Id.ToString(), run.Name, asOf: null)) with
        {
            // The day of the run is not in the output: that of the import is all there is.
            MeasuredAt = run.ImportedAt,
        };

    private static RankEntry Of(PublishedScore published)
    {
        ImmutableDictionary<ScoreName, Score> scores = published.Sheet is { } sheet
            ? RankEntry.Of(sheet).Scores
            : ImmutableDictionary<ScoreName, Score>.Empty;
        (ScoreName Name, int? Points, int Expected)[] printed =
        [
            (ScoreName.Inference, published.Inference, SubTests.Full.Count(test => test.Kind == SubTestKind.Inference)),
            (ScoreName.Training, published.Training, SubTests.Full.Count(test => test.Kind == SubTestKind.Training)),
            (ScoreName.Ai, published.Ai, SubTests.Full.Length),
        ];
        foreach ((ScoreName name, int? points, int expected) in printed)
        {
            // Where times were published, the score is computed from them and has an interval; a partial one stays so.
            if (points is { } value && !scores.ContainsKey(name))
            {
                scores = scores.Add(
                    name,
                    new Score
                    {
                        Points = value,
                        Present = expected,
                        Expected = expected,
                    }
                );
            }
        }
        return new RankEntry
        {
            Id = published.Id,
            Machine = published.Machine,
            Provenance = Provenance.Published,
            Origin = published.SourceText,
            SourceId = published.Source.Id,
            AsOf = published.Source.AsOf,
            Scores = scores,
        };
    }
}
