using System.Collections.Immutable;

namespace Laptime.Store.Sqlite;

/// <summary>
/// Tables of the results database and how they came about. A migration that was released is never changed; the next
/// one goes to the end. PRAGMA user_version counts those that were applied.
/// </summary>
/// <remarks>
/// Each row is one JSON document, the same that is exported, kept as plain text: sqlite3 and json_extract read all of it
/// without this program. It is not compressed, for a run has megabytes at most. The columns for queries are generated
/// from the document, so they cannot disagree with it, and stored in front of it.
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
        // What a list shows and is filtered by, in a table of its own that is narrow enough to be read from end to end: 100,000
        // runs are 25 MB of it, and gigabytes of documents. It is kept in the order of the list. The statements that save runs
        // and trials keep it up to date in the same transaction. No column of it is generated: SQLite takes a query that names one
        // to need all columns, and looks each row up beside the index.
        """
            CREATE TABLE run_summaries (
                id               TEXT    NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
                started_at       TEXT    NOT NULL,
                ended_at         TEXT,
                status           TEXT    NOT NULL,
                suite            TEXT    NOT NULL,
                tier             TEXT    NOT NULL,
                device           TEXT    NOT NULL,
                device_model     TEXT,
                libtorch_version TEXT,
                host_name        TEXT,
                note             TEXT,
                cases            INTEGER NOT NULL,
                measured         INTEGER NOT NULL DEFAULT 0,
                skipped          INTEGER NOT NULL DEFAULT 0,
                failed           INTEGER NOT NULL DEFAULT 0,
                seal             TEXT    NOT NULL DEFAULT 'unsealed',
                imported_at      TEXT,
                deleted_at       TEXT,
                is_imported      INTEGER NOT NULL CHECK (is_imported = (imported_at IS NOT NULL)),
                in_bin           INTEGER NOT NULL DEFAULT 0 CHECK (in_bin = (deleted_at IS NOT NULL)),
                search           TEXT    NOT NULL,
                PRIMARY KEY (started_at, id)
            ) STRICT, WITHOUT ROWID;

            WITH listed AS (
                SELECT *, ifnull(json_extract(document, '$.suite.cases[0].device'), 'cpu') AS device FROM runs
            ), described AS (
                SELECT *, CASE WHEN device = 'cpu' THEN json_extract(document, '$.platform.cpu.model') ELSE (
                       SELECT json_extract(value, '$.name') FROM json_each(document, '$.platform.gpus')
                       WHERE 'cuda:' || json_extract(value, '$.index') = device
                   ) END AS device_model, json_extract(document, '$.note') AS note
                FROM listed
            )
            INSERT INTO run_summaries (
                id, started_at, ended_at, status, suite, tier, device, device_model, libtorch_version, host_name, note, cases,
                measured, skipped, failed, imported_at, deleted_at, is_imported, in_bin, search
            )
            SELECT id, started_at, json_extract(document, '$.ended_at'), status, suite, tier, device, device_model,
                   json_extract(document, '$.platform.engine.version'), host_name, note,
                   json_array_length(document, '$.suite.cases'),
                   (SELECT count(*) FROM trials WHERE run_id = described.id AND outcome = 'measured'),
                   (SELECT count(*) FROM trials WHERE run_id = described.id AND outcome = 'skipped'),
                   (SELECT count(*) FROM trials WHERE run_id = described.id AND outcome = 'failed'),
                   imported_at, deleted_at, imported_at IS NOT NULL, deleted_at IS NOT NULL,
                   lower(
                       ifnull(host_name, '') || char(10) || ifnull(device_model, '') || char(10) || suite || char(10)
                       || ifnull(note, '') || char(10)
                   )
            FROM described;

            ALTER TABLE runs DROP COLUMN imported_at;
            ALTER TABLE runs DROP COLUMN deleted_at;

            CREATE UNIQUE INDEX summary_of_run ON run_summaries (id);
            CREATE INDEX summaries_by_start ON run_summaries (in_bin, started_at, id);
            CREATE INDEX summaries_by_suite ON run_summaries (in_bin, suite, started_at, id);
            CREATE INDEX summaries_by_tier ON run_summaries (in_bin, tier, started_at, id);
            CREATE INDEX summaries_by_status ON run_summaries (in_bin, status, started_at, id);
            CREATE INDEX summaries_by_device ON run_summaries (in_bin, device_model, started_at, id);
            CREATE INDEX summaries_by_origin ON run_summaries (in_bin, is_imported, started_at, id);
            CREATE INDEX summaries_by_host ON run_summaries (in_bin, host_name, started_at, id);
            CREATE INDEX summaries_by_measured ON run_summaries (in_bin, measured, started_at, id);
            CREATE INDEX summaries_by_facets ON run_summaries (in_bin, suite, tier, status, device_model, is_imported);

            CREATE TABLE foreign_runs_anew (
                sequence    INTEGER NOT NULL PRIMARY KEY,
                id          TEXT NOT NULL UNIQUE,
                imported_at TEXT NOT NULL,
                deleted_at  TEXT,
                name        TEXT,
                document    TEXT NOT NULL CHECK (json_extract(document, '$.schema') IS NOT NULL),
                text        TEXT NOT NULL
            ) STRICT;
            INSERT INTO foreign_runs_anew (id, imported_at, deleted_at, name, document, text)
            SELECT id, imported_at, deleted_at, name, document, text FROM foreign_runs ORDER BY rowid;
            DROP TABLE foreign_runs;
            ALTER TABLE foreign_runs_anew RENAME TO foreign_runs;
            """,
        // What recognises the tokens of people who hand in runs, or read where not everybody may; never a token itself.
        """
            CREATE TABLE access_tokens (
                id         TEXT NOT NULL PRIMARY KEY,
                hash       TEXT NOT NULL CHECK (length(hash) = 64),
                scopes     TEXT NOT NULL,
                note       TEXT,
                created_at TEXT NOT NULL,
                expires_at TEXT,
                revoked_at TEXT
            ) STRICT;
            """,
    ];
}
