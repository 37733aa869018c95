using Laptime.Answers.Results;
using Laptime.Store;
using Microsoft.Extensions.Hosting;

namespace Laptime.Web.Hosting;

/// <summary>
/// Reads the scores of all stored runs while nobody waits: raw samples take time, and a ranking needs every run. Pages
/// read what is missing themselves, a few at a time.
/// </summary>
internal sealed class ScoreReading(AnswerSources sources) : BackgroundService
{
    private const int AtATime = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // The server answers first.
            await Task.Yield();
            RankEntries entries;
            do
            {
                entries = await sources.ReadScoresAsync(AtATime, stoppingToken);
            } while (entries.Unread > 0);
        }
        catch (Exception e) when (e is OperationCanceledException or StoreException or ObjectDisposedException)
        {
            // The server stops, or the store cannot be read: then a page says so, to whoever asks.
        }
    }
}
