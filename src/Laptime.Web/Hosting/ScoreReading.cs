using Laptime.Store;
using Microsoft.Extensions.Hosting;

namespace Laptime.Web.Hosting;

/// <summary>
/// Reads the scores of all stored runs while nobody waits: raw samples take time, and a ranking needs every run. Pages
/// read what is missing themselves, a few at a time.
/// </summary>
internal sealed class ScoreReading(AnswerSources sources) : BackgroundService
{
    // Of one processor: a store of thousands is read within minutes, and no page waits noticeably for it.
    private const double Share = 0.1;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Yield(); // the server answers first
            await sources.RememberScoresAsync(Share, stoppingToken);
        }
        catch (Exception e) when (e is OperationCanceledException or StoreException or ObjectDisposedException)
        {
            // The server stops, or the store cannot be read: then a page says so, to whoever asks.
        }
    }
}
