using System.Collections.Immutable;

namespace Laptime.Store.Postgres;

/// <summary>
/// Tables of the results in a PostgreSQL database, in a schema of their own, and how they came about. A migration that was
/// released is never changed; the next one goes to the end. <c>schema_version</c> counts those that were applied.
/// </summary>
/// <remarks>
/// The tables are those of SQLite. A document is text, not jsonb: it comes back byte for byte, and may hold what jsonb
/// refuses (U+0000); <c>document::jsonb</c> asks it questions. Texts are compared byte by byte, as SQLite does.
/// </remarks>
internal static class PostgresSchema
{
    /// <summary>Name of the schema.</summary>
    public const string Name = "laptime";

    public static readonly ImmutableArray<string> Migrations =
    [
        """
            CREATE TABLE runs (
                id       text COLLATE "C" PRIMARY KEY,
                document text NOT NULL
            );

            CREATE TABLE trials (
                sequence        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                id              text COLLATE "C" NOT NULL UNIQUE,
                run_id          text COLLATE "C" NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
                case_id         text COLLATE "C" NOT NULL,
                workload        text COLLATE "C" NOT NULL,
                scenario        text COLLATE "C" NOT NULL,
                precision       text COLLATE "C" NOT NULL,
                mode            text COLLATE "C" NOT NULL,
                batch           integer NOT NULL,
                device          text COLLATE "C" NOT NULL,
                threads         integer NOT NULL,
                launch          integer NOT NULL,
                outcome         text COLLATE "C" NOT NULL,
                started_at      text COLLATE "C" NOT NULL,
                elapsed_seconds double precision NOT NULL,
                document        text NOT NULL
            );

            CREATE INDEX trials_of_run ON trials (run_id, sequence);
            CREATE INDEX trials_of_case ON trials (case_id);

            CREATE TABLE run_summaries (
                id               text COLLATE "C" PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
                started_at       text COLLATE "C" NOT NULL,
                ended_at         text COLLATE "C",
                status           text COLLATE "C" NOT NULL,
                suite            text COLLATE "C" NOT NULL,
                tier             text COLLATE "C" NOT NULL,
                device           text COLLATE "C" NOT NULL,
                device_model     text COLLATE "C",
                libtorch_version text COLLATE "C",
                host_name        text COLLATE "C",
                note             text COLLATE "C",
                cases            integer NOT NULL,
                measured         integer NOT NULL DEFAULT 0,
                skipped          integer NOT NULL DEFAULT 0,
                failed           integer NOT NULL DEFAULT 0,
                seal             text COLLATE "C" NOT NULL DEFAULT 'unsealed',
                imported_at      text COLLATE "C",
                deleted_at       text COLLATE "C",
                is_imported      integer NOT NULL CHECK (is_imported = CASE WHEN imported_at IS NULL THEN 0 ELSE 1 END),
                in_bin           integer NOT NULL DEFAULT 0 CHECK (in_bin = CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END),
                search           text COLLATE "C" NOT NULL
            );

            CREATE INDEX summaries_by_start ON run_summaries (in_bin, started_at, id);
            CREATE INDEX summaries_by_suite ON run_summaries (in_bin, suite, started_at, id);
            CREATE INDEX summaries_by_tier ON run_summaries (in_bin, tier, started_at, id);
            CREATE INDEX summaries_by_status ON run_summaries (in_bin, status, started_at, id);
            CREATE INDEX summaries_by_device ON run_summaries (in_bin, device_model NULLS FIRST, started_at, id);
            CREATE INDEX summaries_by_origin ON run_summaries (in_bin, is_imported, started_at, id);
            CREATE INDEX summaries_by_host ON run_summaries (in_bin, host_name NULLS FIRST, started_at, id);
            CREATE INDEX summaries_by_measured ON run_summaries (in_bin, measured, started_at, id);
            CREATE INDEX summaries_by_facets ON run_summaries (in_bin, suite, tier, status, device_model, is_imported);

            CREATE TABLE foreign_runs (
                sequence    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                id          text COLLATE "C" NOT NULL UNIQUE,
                imported_at text COLLATE "C" NOT NULL,
                deleted_at  text COLLATE "C",
                name        text COLLATE "C",
                document    text NOT NULL,
                text        text NOT NULL
            );
            """,
        // What recognises tokens; never a token itself.
        """
            CREATE TABLE access_tokens (
                id         text COLLATE "C" NOT NULL PRIMARY KEY,
                hash       text COLLATE "C" NOT NULL CHECK (length(hash) = 64),
                scopes     text COLLATE "C" NOT NULL,
                note       text,
                created_at text COLLATE "C" NOT NULL,
                expires_at text COLLATE "C",
                revoked_at text COLLATE "C"
            );
            """,
    ];
}
