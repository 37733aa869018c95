using System.Collections.Immutable;
using Laptime.Advice.Speeds;
using Laptime.Answers.Catalogs;
using Laptime.Answers.Offers;
using Laptime.Answers.Results;
using Laptime.Core.AiBenchmark;
using Laptime.Store;

namespace Laptime.Web.Hosting;

/// <summary>What pages answer from. What does not change is read once: shipped tables, and what stored runs came to.</summary>
internal sealed class AnswerSources
{
    private static readonly TimeSpan MostAge = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UnreadAge = TimeSpan.FromSeconds(5);

    private readonly IRunStore runs;
    private readonly IForeignRunStore foreign;
    private readonly TimeProvider time;
    private readonly CatalogShelf shelf;
    private readonly OwnRuns own;
    private readonly RunMemo<RankEntry> scores = RankEntries.Memo();
    private volatile Scores? latest;

    public AnswerSources(DashboardSettings settings)
    {
        runs = settings.Runs;
        foreign = settings.Foreign;
        time = settings.Time;
        // What cannot be read is told where the prices are imported; a page shows what is there.
        shelf = new CatalogShelf(settings.DataDirectory, _ => { });
        own = new OwnRuns(shelf.Devices);
    }

    /// <summary>The catalog of this moment.</summary>
    public CatalogShelf Catalogs => shelf;

    /// <summary>The day of questions.</summary>
    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Everything that a question about offers needs.</summary>
    /// <exception cref="Answers.QuestionException">The terms make no sense.</exception>
    public async Task<AdviceDesk> OpenDeskAsync(AdviceTerms terms, CancellationToken cancellationToken)
    {
        ImmutableArray<OwnSpeed> speeds = await own.ReadAsync(runs, cancellationToken);
        return AdviceDesk.Of(terms, shelf.Read(), shelf.Devices, speeds, Today);
    }

    /// <summary>Who takes part in a ranking.</summary>
    /// <param name="mostNew">Own runs to read that were not read before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RankEntries> ReadScoresAsync(int mostNew, CancellationToken cancellationToken)
    {
        RankEntries found = await ReadOwnScoresAsync(mostNew, cancellationToken);
        return found with { All = found.All.AddRange(await RankEntries.ReadOthersAsync(foreign, cancellationToken)) };
    }

    /// <summary>Works out the scores of all own runs, a run at a time with a rest in between: whoever opens a page goes first.</summary>
    /// <param name="share">Part of the time that is work and no rest; above 0, at most 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StoreException">Stored runs cannot be read.</exception>
    public async Task RememberScoresAsync(double share, CancellationToken cancellationToken)
    {
        foreach (RunSummary run in await runs.SelectRunsAsync(RankEntries.OwnRuns, cancellationToken))
        {
            long start = time.GetTimestamp();
            await scores.OfAsync(runs, run, cancellationToken);
            await Task.Delay(time.GetElapsedTime(start) * ((1 / share) - 1), time, cancellationToken);
        }
    }

    // A list of thousands takes longer to read than to rank. Whatever is added, deleted or goes on at the top is seen at
    // once; anything else within a minute.
    private async Task<RankEntries> ReadOwnScoresAsync(int mostNew, CancellationToken cancellationToken)
    {
        RunPage top = await runs.ListRunsAsync(RankEntries.OwnRuns with { Limit = 1 }, cancellationToken);
        RunSummary? first = top.Runs.FirstOrDefault();
        Stamp stamp = new(top.Total, first?.Id, first?.Measured, first?.Failed);
        DateTimeOffset now = time.GetUtcNow();
        if (
            latest is { } known
            && known.Stamp == stamp
            && now - known.At < (known.Entries.Unread == 0 ? MostAge : UnreadAge)
        )
        {
            return known.Entries;
        }
        RankEntries entries = await RankEntries.ReadOwnAsync(runs, scores, mostNew, cancellationToken);
        latest = new Scores(stamp, now, entries);
        return entries;
    }

    private readonly record struct Stamp(int Total, Guid? First, int? Measured, int? Failed);

    private sealed record Scores(Stamp Stamp, DateTimeOffset At, RankEntries Entries);
}
