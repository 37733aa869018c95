using System.Collections.Immutable;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats.AiBenchmark;
using Laptime.Prices;
using Laptime.Store;

namespace Laptime.Answers.Results;

/// <summary>Own runs that take part in a ranking by AI-Benchmark score, as far as they were read.</summary>
/// <param name="All">Those that were read.</param>
/// <param name="Unread">Own runs that were not read yet, and may belong among them.</param>
public sealed record RankEntries(ImmutableArray<RankEntry> All, int Unread)
{
    private const int MostRemembered = 100_000;

    // Shipped with the program: the same as long as it runs.
    private static readonly Lazy<ImmutableArray<RankEntry>> Published = new(() =>
        [.. PublishedScores.Read().Select(Of)]
    );

    /// <summary>Remembers scores of own runs between readings.</summary>
    public static RunMemo<RankEntry> Memo() => new(Of, MostRemembered);

    /// <summary>Own runs that score.</summary>
    public static RunQuery OwnRuns { get; } =
        new()
        {
            Suites = [AiBenchmarkSuite.Name, AiBenchmarkSuite.MicroName],
            Tier = Tier.Fixed,
            Limit = int.MaxValue,
        };

    /// <summary>The user's runs, what was imported, what others published.</summary>
    /// <exception cref="StoreException">Stored runs cannot be read.</exception>
    public static async Task<ImmutableArray<RankEntry>> ReadAsync(
        IRunStore runs,
        IForeignRunStore foreign,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await ReadOwnAsync(runs, Memo(), int.MaxValue, cancellationToken)).All,
            .. await ReadOthersAsync(foreign, cancellationToken),
        ];

    /// <summary>The user's runs.</summary>
    /// <param name="runs">The user's runs.</param>
    /// <param name="memo">Scores that are known from a reading before.</param>
    /// <param name="mostNew">Runs to read that are not remembered, the latest first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">Stored runs cannot be read.</exception>
    public static async Task<RankEntries> ReadOwnAsync(
        IRunStore runs,
        RunMemo<RankEntry> memo,
        int mostNew,
        CancellationToken cancellationToken
    )
    {
        var entries = ImmutableArray.CreateBuilder<RankEntry>();
        int unread = 0;
        foreach (RunSummary run in await runs.SelectRunsAsync(OwnRuns, cancellationToken))
        {
            if (memo.Find(run) is { } remembered)
            {
                entries.Add(remembered);
            }
            else if (mostNew-- <= 0)
            {
                unread++;
            }
            else if (await memo.OfAsync(runs, run, cancellationToken) is { } read)
            {
                entries.Add(read);
            }
        }
        return new RankEntries(entries.DrainToImmutable(), unread);
    }

    /// <summary>What was imported and what others published.</summary>
    /// <exception cref="StoreException">Stored runs cannot be read.</exception>
    public static async Task<ImmutableArray<RankEntry>> ReadOthersAsync(
        IForeignRunStore foreign,
        CancellationToken cancellationToken
    ) => [.. (await foreign.ListForeignAsync(RunShelf.Kept, cancellationToken)).Select(Of), .. Published.Value];

    private static RankEntry Of(RunRecord record) =>
        RankEntry.Of(RunScores.Of(record)) with
        {
            SameMachine = $"{record.Run.Platform.HostName}/{RunScores.MachineOf(record.Run)}",
            MeasuredAt = record.Run.StartedAt,
        };

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
