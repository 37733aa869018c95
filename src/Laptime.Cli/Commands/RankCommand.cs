using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Answers.Results;
using Laptime.Cli.Reports;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.AiBenchmark;

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
                ImmutableArray<RankEntry> entries = await RankEntries.ReadAsync(
                    stored.Store,
                    stored.Foreign,
                    cancellationToken
                );
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
}
