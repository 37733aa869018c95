using System.Collections.Immutable;

namespace Laptime.Store.Sqlite;

/// <summary>
/// Tables of the results database and how they came about. A migration that was released is never changed; the next
/// one goes to the end. PRAGMA user_version counts those that were applied.
/// </summary>
/// <remarks>
/// Each row is one JSON document, the same that is exported, kept as plain text: sqlite3 and json_extract read all of it
/// without this program. It is not compressed, for a run has megabytes at most. The columns for queries are generated
/// from the document, so they cannot disagree with it, and stored in front of it, so that listing does not touch it.
/// </remarks>
internal static class Schema
{
    /// <summary>PRAGMA application_id: "LAPT".</summary>
    public const int ApplicationId = 0x4C415054;

    public static readonly ImmutableArray<string> Migrations =
    [
        """
            PRAGMA application_id = 0x4C415054;

            CREATE TABLE runs (
                id          TEXT NOT NULL PRIMARY KEY,
                started_at  TEXT NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.started_at')) STORED,
                status      TEXT NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.status')) STORED,
                suite       TEXT NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.suite.name')) STORED,
                tier        TEXT NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.tier')) STORED,
                host_name   TEXT          GENERATED ALWAYS AS (json_extract(document, '$.platform.host_name')) STORED,
                imported_at TEXT,
                deleted_at  TEXT,
                document    TEXT NOT NULL CHECK (json_extract(document, '$.id') = id)
            ) STRICT;

            CREATE TABLE trials (
                sequence        INTEGER NOT NULL PRIMARY KEY,
                id              TEXT    NOT NULL UNIQUE,
                run_id          TEXT    NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
                case_id         TEXT    NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.case.id')) STORED,
                workload        TEXT    NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.case.workload')) STORED,
                scenario        TEXT    NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.case.scenario')) STORED,
                precision       TEXT    NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.case.precision')) STORED,
                mode            TEXT    NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.case.mode')) STORED,
                batch           INTEGER NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.case.batch')) STORED,
                device          TEXT    NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.case.device')) STORED,
                threads         INTEGER NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.case.threads')) STORED,
                launch          INTEGER NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.launch')) STORED,
                outcome         TEXT    NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.outcome')) STORED,
                started_at      TEXT    NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.started_at')) STORED,
                elapsed_seconds REAL    NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.elapsed_seconds')) STORED,
                document        TEXT    NOT NULL CHECK (
                    json_extract(document, '$.id') = id AND json_extract(document, '$.run_id') = run_id
                )
            ) STRICT;

            CREATE INDEX trials_of_run ON trials (run_id, outcome);
            CREATE INDEX trials_of_case ON trials (case_id);
            """,
        // Runs of other tools; the text is what was pasted, and is never read again by this program.
        """
            CREATE TABLE foreign_runs (
                id          TEXT NOT NULL PRIMARY KEY,
                imported_at TEXT NOT NULL,
                deleted_at  TEXT,
                name        TEXT,
                document    TEXT NOT NULL CHECK (json_extract(document, '$.schema') IS NOT NULL),
                text        TEXT NOT NULL
            ) STRICT;
            """,
    ];
}
