using System.Collections.Immutable;
using Laptime.Formats.AiBenchmark;
using Laptime.Store;

namespace Laptime.Answers.Results;

/// <summary>What a text stands for that somebody wants to compare, or why it stands for nothing.</summary>
/// <param name="Found">Run, import or published machine; null: none.</param>
/// <param name="Problem">Why there is none, one sentence; null if there is.</param>
public sealed record ComparandReading(Comparand? Found, string? Problem)
{
    /// <summary>Names of published machines come first, then runs, then imports.</summary>
    /// <exception cref="StoreException">Stored runs cannot be read.</exception>
    public static async Task<ComparandReading> ReadAsync(
        string text,
        IRunStore runs,
        IForeignRunStore foreign,
        CancellationToken cancellationToken
    )
    {
        if (Comparand.FindPublished(text) is { } published)
        {
            return published.Sheet is { } sheet
                ? new ComparandReading(Comparand.Of(published, sheet), null)
                : Nothing($"Of '{text}' only scores were published, no times of sub-tests.");
        }
        ImmutableArray<Guid> found = await runs.FindRunsAsync(text, RunShelf.Kept, cancellationToken);
        if (found is [var id])
        {
            return await runs.GetRunAsync(id, cancellationToken) is { } record
                ? new ComparandReading(Comparand.Of(record), null)
                : Nothing($"Run {ShortId.Of(id)} was deleted this very moment.");
        }
        if (found.Length > 1)
        {
            return Nothing($"'{text}' may mean any of {found.Length} runs. Type more of the id.");
        }
        ForeignRun[] imports =
        [
            .. (await foreign.ListForeignAsync(RunShelf.Kept, cancellationToken)).Where(run =>
                text.Length >= 4 && run.Id.ToString().StartsWith(text, StringComparison.OrdinalIgnoreCase)
            ),
        ];
        return imports switch
        {
            [var one] => new ComparandReading(Comparand.Of(one), null),
            [] => Nothing($"There is no run, import or published machine '{text}'."),
            _ => Nothing($"'{text}' may mean any of {imports.Length} imports. Type more of the id."),
        };
    }

    private static ComparandReading Nothing(string problem) => new(null, problem);
}
