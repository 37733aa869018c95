using System.Collections.Immutable;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Trials;
using Laptime.Formats.AiBenchmark;
using Laptime.Prices;
using Laptime.Store;

namespace Laptime.Answers.Results;

/// <summary>Who takes part in a ranking by AI-Benchmark score.</summary>
public static class RankEntries
{
    /// <summary>The user's runs, what was imported, what others published.</summary>
    /// <exception cref="StoreException">Stored runs cannot be read.</exception>
    public static async Task<ImmutableArray<RankEntry>> ReadAsync(
        IRunStore runs,
        IForeignRunStore foreign,
        CancellationToken cancellationToken
    ) =>
        [
            .. await OwnAsync(runs, cancellationToken),
            .. (await foreign.ListForeignAsync(RunShelf.Kept, cancellationToken)).Select(Of),
            .. PublishedScores.Read().Select(Of),
        ];

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
