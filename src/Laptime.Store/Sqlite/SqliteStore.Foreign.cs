using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Laptime.Formats.AiBenchmark;
using Microsoft.Data.Sqlite;

namespace Laptime.Store.Sqlite;

/// <content>Runs of other tools.</content>
public sealed partial class SqliteStore : IForeignRunStore
{
    /// <inheritdoc />
    public Task<bool> ImportForeignAsync(ForeignRun run, string text, CancellationToken cancellationToken) =>
        DoAsync(
            $"import run {run.Id}",
            db =>
            {
                using SqliteTransaction transaction = db.BeginTransaction(deferred: false);
                bool isNew =
                    db.Execute(
                        """
                        INSERT INTO foreign_runs (id, imported_at, name, document, text)
                        VALUES ($id, $now, $name, $document, $text) ON CONFLICT (id) DO NOTHING
                        """,
                        ("$id", Text(run.Id)),
                        ("$now", run.ImportedAt.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
                        ("$name", run.Name),
                        ("$document", Encoding.UTF8.GetString(PrintedRunDocument.Write(run.Run))),
                        ("$text", text)
                    ) == 1;
                if (!isNew)
                {
                    db.Execute(
                        "UPDATE foreign_runs SET deleted_at = NULL, name = ifnull($name, name) WHERE id = $id",
                        ("$name", run.Name),
                        ("$id", Text(run.Id))
                    );
                }
                transaction.Commit();
                return isNew;
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task<ImmutableArray<ForeignRun>> ListForeignAsync(RunShelf shelf, CancellationToken cancellationToken) =>
        DoAsync(
            "list the imported runs",
            db =>
                db.Query(
                        """
                        SELECT imported_at, deleted_at, name, document FROM foreign_runs
                        WHERE (deleted_at IS NOT NULL) = $bin ORDER BY imported_at DESC, rowid DESC
                        """,
                        ReadForeign,
                        ("$bin", shelf == RunShelf.Bin)
                    )
                    .ToImmutableArray(),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<bool> DeleteForeignAsync(Guid id, CancellationToken cancellationToken) =>
        DoAsync(
            $"delete run {id}",
            db =>
                db.Execute(
                    "UPDATE foreign_runs SET deleted_at = $now WHERE id = $id AND deleted_at IS NULL",
                    ("$now", Now()),
                    ("$id", Text(id))
                ) == 1,
            cancellationToken
        );

    /// <inheritdoc />
    public Task<bool> RestoreForeignAsync(Guid id, CancellationToken cancellationToken) =>
        DoAsync(
            $"restore run {id}",
            db =>
                db.Execute(
                    "UPDATE foreign_runs SET deleted_at = NULL WHERE id = $id AND deleted_at IS NOT NULL",
                    ("$id", Text(id))
                ) == 1,
            cancellationToken
        );

    /// <inheritdoc />
    public Task<bool> PurgeForeignAsync(Guid id, CancellationToken cancellationToken) =>
        DoAsync(
            $"delete run {id} for good",
            db =>
                db.Execute("DELETE FROM foreign_runs WHERE id = $id AND deleted_at IS NOT NULL", ("$id", Text(id)))
                == 1,
            cancellationToken
        );

    private ForeignRun ReadForeign(SqliteDataReader row) =>
        new()
        {
            ImportedAt = Instant(row.GetString(0)),
            DeletedAt = row.IsDBNull(1) ? null : Instant(row.GetString(1)),
            Name = row.IsDBNull(2) ? null : row.GetString(2),
            Run = Readable(PrintedRunDocument.Read(row.GetFieldValue<byte[]>(3)), "foreign_run"),
        };

    private DateTimeOffset Instant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out DateTimeOffset instant)
            ? instant
            : throw new StoreException(
                $"An imported run in {_path} cannot be understood: '{text}' is no instant. It was left as it is; the table "
                    + "foreign_runs shows it to sqlite3."
            );
}
