using System.Globalization;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Microsoft.Data.Sqlite;

namespace Laptime.Store.Sqlite;

/// <summary>
/// Runs as a list shows them. SQLite takes the few values out of the documents: to read whole runs would cost a start
/// of the program more than all else that listing does.
/// </summary>
internal static class RunListing
{
    /// <summary>All runs of a shelf, the latest first; <c>$bin</c> says which shelf.</summary>
    public const string Sql = """
        WITH listed AS (
            SELECT *, json_extract(document, '$.suite.cases[0].device') AS device
            FROM runs WHERE (deleted_at IS NOT NULL) = $bin
        )
        SELECT id, started_at, json_extract(document, '$.ended_at'), status, suite, tier, ifnull(device, 'cpu'),
               CASE WHEN ifnull(device, 'cpu') = 'cpu' THEN json_extract(document, '$.platform.cpu.model') ELSE (
                   SELECT json_extract(value, '$.name') FROM json_each(document, '$.platform.gpus')
                   WHERE 'cuda:' || json_extract(value, '$.index') = device
               ) END,
               json_extract(document, '$.platform.engine.version'), host_name, json_extract(document, '$.note'),
               (SELECT count(*) FROM trials WHERE run_id = listed.id AND outcome = 'measured'),
               (SELECT count(*) FROM trials WHERE run_id = listed.id AND outcome = 'skipped'),
               (SELECT count(*) FROM trials WHERE run_id = listed.id AND outcome = 'failed'),
               imported_at, deleted_at
        FROM listed
        ORDER BY started_at DESC, id DESC
        """;

    /// <summary>One row of it.</summary>
    /// <exception cref="StoreException">It has a word that this program does not know.</exception>
    public static RunSummary Read(SqliteDataReader row, string path) =>
        new()
        {
            Id = row.GetGuid(0),
            StartedAt = Instant(row, 1, path)!.Value,
            EndedAt = Instant(row, 2, path),
            Status = Word<RunStatus>(row, 3, path),
            Suite = row.GetString(4),
            Tier = Word<Tier>(row, 5, path),
            Device = row.GetString(6),
            DeviceModel = Text(row, 7),
            LibtorchVersion = Text(row, 8),
            HostName = Text(row, 9),
            Note = Text(row, 10),
            Measured = row.GetInt32(11),
            Skipped = row.GetInt32(12),
            Failed = row.GetInt32(13),
            ImportedAt = Instant(row, 14, path),
            DeletedAt = Instant(row, 15, path),
        };

    private static string? Text(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Instant(SqliteDataReader row, int column, string path) =>
        Text(row, column) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out DateTimeOffset instant) ? instant
        : throw Unknown(row, text, path);

    private static T Word<T>(SqliteDataReader row, int column, string path)
        where T : struct, Enum =>
        Enum.TryParse(row.GetString(column), ignoreCase: true, out T word) && Enum.IsDefined(word)
            ? word
            : throw Unknown(row, row.GetString(column), path);

    private static StoreException Unknown(SqliteDataReader row, string text, string path) =>
        new(
            $"Run {row.GetString(0)} in {path} cannot be understood: it says '{text}'. It was left as it is; the table "
                + "runs shows it to sqlite3. Move the database aside to go on with a new one."
        );
}
