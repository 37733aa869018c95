using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Laptime.Formats.AiBenchmark;

namespace Laptime.Store.Relational;

/// <content>Runs of other tools.</content>
public abstract partial class RelationalStore
{
    /// <inheritdoc />
    public Task<bool> ImportForeignAsync(ForeignRun run, string text, CancellationToken cancellationToken) =>
        WriteAsync(
            $"import run {run.Id}",
            mayRepeat: true,
            async (db, token) =>
            {
                string? name = run.Name is { } given ? SummaryText.Storable(given) : null;
                bool isNew =
                    await db.ExecuteAsync(
                        """
                        INSERT INTO foreign_runs (id, imported_at, name, document, text)
                        VALUES (@id, @now, @name, @document, @text) ON CONFLICT (id) DO NOTHING
                        """,
                        token,
                        ("id", Text(run.Id)),
                        ("now", run.ImportedAt.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
                        ("name", name),
                        ("document", Encoding.UTF8.GetString(PrintedRunDocument.Write(run.Run))),
                        ("text", SummaryText.Storable(text))
                    ) == 1;
                if (!isNew)
                {
                    await db.ExecuteAsync(
                        "UPDATE foreign_runs SET deleted_at = NULL, name = coalesce(@name, name) WHERE id = @id",
                        token,
                        ("name", name),
                        ("id", Text(run.Id))
                    );
                }
                return isNew;
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task<ImmutableArray<ForeignRun>> ListForeignAsync(RunShelf shelf, CancellationToken cancellationToken) =>
        ReadAsync(
            "list the imported runs",
            async (db, token) =>
                (
                    await db.QueryAsync(
                        """
                        SELECT imported_at, deleted_at, name, document FROM foreign_runs
                        WHERE CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END = @bin
                        ORDER BY imported_at DESC, sequence DESC
                        """,
                        ReadForeign,
                        token,
                        ("bin", Number(shelf))
                    )
                ).ToImmutableArray(),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<bool> DeleteForeignAsync(Guid id, CancellationToken cancellationToken) =>
        WriteAsync(
            $"delete run {id}",
            mayRepeat: false,
            async (db, token) =>
                await db.ExecuteAsync(
                    "UPDATE foreign_runs SET deleted_at = @now WHERE id = @id AND deleted_at IS NULL",
                    token,
                    ("now", Now()),
                    ("id", Text(id))
                ) == 1,
            cancellationToken
        );

    /// <inheritdoc />
    public Task<bool> RestoreForeignAsync(Guid id, CancellationToken cancellationToken) =>
        WriteAsync(
            $"restore run {id}",
            mayRepeat: false,
            async (db, token) =>
                await db.ExecuteAsync(
                    "UPDATE foreign_runs SET deleted_at = NULL WHERE id = @id AND deleted_at IS NOT NULL",
                    token,
                    ("id", Text(id))
                ) == 1,
            cancellationToken
        );

    /// <inheritdoc />
    public Task<bool> PurgeForeignAsync(Guid id, CancellationToken cancellationToken) =>
        WriteAsync(
            $"delete run {id} for good",
            mayRepeat: false,
            async (db, token) =>
                await db.ExecuteAsync(
                    "DELETE FROM foreign_runs WHERE id = @id AND deleted_at IS NOT NULL",
                    token,
                    ("id", Text(id))
                ) == 1,
            cancellationToken
        );

    private ForeignRun ReadForeign(DbDataReader row) =>
        new()
        {
            ImportedAt = Instant(row.GetString(0)),
            DeletedAt = row.TextOrNull(1) is { } deleted ? Instant(deleted) : null,
            Name = row.TextOrNull(2),
            Run = Readable(PrintedRunDocument.Read(Utf8(row, 3)), "foreign_run"),
        };

    private DateTimeOffset Instant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out DateTimeOffset instant)
            ? instant
            : throw new StoreException(
                $"An imported run in {Place} cannot be understood: '{text}' is no instant. It was left as it is; the table "
                    + "foreign_runs shows it."
            );
}
