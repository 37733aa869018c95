using System.Collections.Immutable;
using System.Data.Common;
using System.Text;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats;

namespace Laptime.Store.Relational;

/// <content>Whole rows, for copying and checking.</content>
public abstract partial class RelationalStore
{
    /// <summary>Ids of all runs, deleted ones too, in order.</summary>
    internal Task<List<string>> ReadIdsAsync(CancellationToken cancellationToken) =>
        ReadAsync(
            "list the runs",
            (db, token) => db.QueryAsync("SELECT id FROM runs ORDER BY id", row => row.GetString(0), token),
            cancellationToken
        );

    /// <summary>A run as it is stored; null if it was purged meanwhile.</summary>
    internal Task<RawRun?> ReadRawAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync($"read run {id}", (db, token) => FindRawAsync(db, id, token), cancellationToken);

    /// <summary>
    /// Saves runs of another store, all or none. Of a run that is here only what is missing is added; the one that has all trials
    /// of the other says what the run is.
    /// </summary>
    /// <returns>How many of them changed something.</returns>
    internal Task<int> WriteRawAsync(IReadOnlyList<RawRun> runs, CancellationToken cancellationToken) =>
        WriteAsync(
            runs.Count == 1 ? $"copy run {runs[0].Id}" : $"copy {runs.Count} runs",
            mayRepeat: true,
            async (db, token) =>
            {
                int changed = 0;
                foreach (RawRun run in runs)
                {
                    changed += await WriteRawAsync(db, run, token) ? 1 : 0;
                }
                return changed;
            },
            cancellationToken
        );

    internal Task<List<RawForeignRun>> ReadRawForeignAsync(CancellationToken cancellationToken) =>
        ReadAsync(
            "list the imported runs",
            (db, token) =>
                db.QueryAsync(
                    "SELECT id, imported_at, deleted_at, name, document, text FROM foreign_runs ORDER BY sequence",
                    row => new RawForeignRun(
                        row.GetString(0),
                        row.GetString(1),
                        row.TextOrNull(2),
                        row.TextOrNull(3),
                        row.GetString(4),
                        row.GetString(5)
                    ),
                    token
                ),
            cancellationToken
        );

    /// <summary>Saves imported runs of another store; those that are here stay as they are.</summary>
    /// <returns>How many were new.</returns>
    internal Task<int> WriteRawForeignAsync(IReadOnlyList<RawForeignRun> runs, CancellationToken cancellationToken) =>
        WriteAsync(
            "copy the imported runs",
            mayRepeat: true,
            async (db, token) =>
            {
                int added = 0;
                foreach (RawForeignRun run in runs)
                {
                    added += await db.ExecuteAsync(
                        """
                        INSERT INTO foreign_runs (id, imported_at, deleted_at, name, document, text)
                        VALUES (@id, @imported_at, @deleted_at, @name, @document, @text) ON CONFLICT (id) DO NOTHING
                        """,
                        token,
                        ("id", run.Id),
                        ("imported_at", run.ImportedAt),
                        ("deleted_at", run.DeletedAt),
                        ("name", run.Name),
                        ("document", run.Document),
                        ("text", SummaryText.Storable(run.Text))
                    );
                }
                return added;
            },
            cancellationToken
        );

    private static async Task<RawRun?> FindRawAsync(DbConnection db, string id, CancellationToken cancellationToken)
    {
        List<RawRun> runs = await db.QueryAsync(
            """
            SELECT runs.document, seal, imported_at, deleted_at
            FROM runs JOIN run_summaries ON run_summaries.id = runs.id WHERE runs.id = @id
            """,
            row => new RawRun
            {
                Id = id,
                Document = row.GetString(0),
                Seal = row.GetString(1),
                ImportedAt = row.TextOrNull(2),
                DeletedAt = row.TextOrNull(3),
                Trials = [],
            },
            cancellationToken,
            ("id", id)
        );
        return runs is not [RawRun run]
            ? null
            : run with
            {
                Trials =
                [
                    .. await db.QueryAsync(
                        "SELECT id, document FROM trials WHERE run_id = @id ORDER BY sequence",
                        row => (row.GetString(0), row.GetString(1)),
                        cancellationToken,
                        ("id", id)
                    ),
                ],
            };
    }

    private async Task<bool> WriteRawAsync(DbConnection db, RawRun run, CancellationToken cancellationToken)
    {
        RawRun? here = await FindRawAsync(db, run.Id, cancellationToken);
        HashSet<string> known = [.. here?.Trials.Select(trial => trial.Id) ?? []];
        var missing = run.Trials.Where(trial => !known.Contains(trial.Id)).ToImmutableArray();
        Run facts = Readable(RunDocument.Read(Encoding.UTF8.GetBytes(run.Document)), "run").Run;
        SealState seal = Enum.Parse<SealState>(run.Seal, ignoreCase: true);
        if (here is null)
        {
            await InsertAsync(db, facts, run.ImportedAt, seal, cancellationToken);
            await db.ExecuteAsync(
                "UPDATE run_summaries SET deleted_at = @deleted_at, in_bin = @bin WHERE id = @id",
                cancellationToken,
                ("deleted_at", run.DeletedAt),
                ("bin", run.DeletedAt is null ? 0 : 1),
                ("id", run.Id)
            );
        }
        bool isComplete = known.IsSubsetOf(run.Trials.Select(trial => trial.Id));
        bool isToldAnew = here is not null && isComplete && here.Document != run.Document;
        if (isToldAnew)
        {
            await UpdateAsync(db, facts, seal, cancellationToken);
        }
        if (here is null || isToldAnew)
        {
            await db.ExecuteAsync(
                "UPDATE runs SET document = @document WHERE id = @id",
                cancellationToken,
                ("document", run.Document),
                ("id", run.Id)
            );
        }
        foreach ((string _, string document) in missing)
        {
            Trial trial = Readable(TrialDocument.Read(Encoding.UTF8.GetBytes(document)), "trial");
            await AppendAsync(db, trial, document, cancellationToken);
        }
        return here is null || isToldAnew || !missing.IsEmpty;
    }
}
