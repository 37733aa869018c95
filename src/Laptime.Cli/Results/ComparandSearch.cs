using Laptime.Answers.Results;
using Laptime.Cli.Terminal;
using Laptime.Store;

namespace Laptime.Cli.Results;

/// <summary>What a name on the command line stands for.</summary>
internal static class ComparandSearch
{
    /// <summary>What the text means; null after a complaint. Names of published machines come first, then runs, then imports.</summary>
    public static async Task<Comparand?> FindAsync(
        string text,
        StoredRuns stored,
        Screen screen,
        CancellationToken cancellationToken
    )
    {
        if (text.Contains('-', StringComparison.Ordinal) && Comparand.FindPublished(text) is { } published)
        {
            if (published.Sheet is { } sheet)
            {
                return Comparand.Of(published, sheet);
            }
            screen.Complain(
                $"Of '{text}' only scores were published, no times of sub-tests. See them with: laptime rank"
            );
            return null;
        }
        bool isRun = !(await stored.Store.FindRunsAsync(text, RunShelf.Kept, cancellationToken)).IsEmpty;
        if (!isRun && await stored.FindForeignAsync(text, RunShelf.Kept, cancellationToken) is [var foreign])
        {
            return Comparand.Of(foreign);
        }
        return await stored.ReadAsync(text, cancellationToken) is { } record ? Comparand.Of(record) : null;
    }
}
