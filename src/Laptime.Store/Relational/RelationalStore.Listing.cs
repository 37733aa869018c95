using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Laptime.Core.Runs;
using Laptime.Core.Trials;

namespace Laptime.Store.Relational;

/// <content>Lists: read from the narrow table of summaries, never from documents.</content>
public abstract partial class RelationalStore
{
    /// <inheritdoc />
    public Task<ImmutableArray<RunSummary>> ListRunsAsync(RunShelf shelf, CancellationToken cancellationToken) =>
        ReadAsync(
            "list the runs",
            (db, token) => ListAsync(db, new RunQuery { Shelf = shelf, Limit = int.MaxValue }, token),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<RunPage> ListRunsAsync(RunQuery query, CancellationToken cancellationToken)
    {
        Check(query);
        return ReadAsync(
            "list the runs",
            async (db, token) =>
            {
                ImmutableArray<RunSummary> runs = await ListAsync(db, query, token);
                // A page that is not full ends the list: it need not be counted.
                bool isLast = runs.Length < query.Limit && (runs.Length > 0 || query.Offset == 0);
                return new RunPage(runs, isLast ? query.Offset + runs.Length : await CountAsync(db, query, token));
            },
            cancellationToken
        );
    }

    /// <inheritdoc />
    public Task<int> CountRunsAsync(RunQuery query, CancellationToken cancellationToken) =>
        ReadAsync("count the runs", (db, token) => CountAsync(db, query, token), cancellationToken);

    /// <inheritdoc />
    public Task<RunFacets> ReadFacetsAsync(RunShelf shelf, CancellationToken cancellationToken) =>
        ReadAsync(
            "count the runs",
            async (db, token) =>
            {
                var statuses = await FacetAsync(db, "status", shelf, Word<RunStatus>, token);
                return new RunFacets
                {
                    Total = statuses.Sum(status => status.Runs),
                    Suites = await FacetAsync(db, "suite", shelf, row => row.GetString(0), token),
                    Tiers = await FacetAsync(db, "tier", shelf, Word<Tier>, token),
                    Statuses = statuses,
                    DeviceModels = await FacetAsync(db, "device_model", shelf, row => row.GetString(0), token),
                    Imported = await FacetAsync(db, "is_imported", shelf, row => row.GetInt32(0) == 1, token),
                };
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task<ImmutableArray<Guid>> FindRunsAsync(string text, RunShelf shelf, CancellationToken cancellationToken)
    {
        string prefix = text.ToLowerInvariant();
        return ReadAsync(
            "look for a run",
            async (db, token) =>
                (
                    text == "last"
                        ? await db.QueryAsync(
                            "SELECT id FROM run_summaries WHERE in_bin = @bin ORDER BY started_at DESC, id DESC LIMIT 1",
                            ReadId,
                            token,
                            ("bin", Number(shelf))
                        )
                        // The bounds let the index answer; ids are of ASCII, whose last character is below U+007F.
                        : await db.QueryAsync(
                            """
                            SELECT id FROM run_summaries
                            WHERE id >= @text AND id <= @end AND in_bin = @bin AND substr(id, 1, length(@text)) = @text
                            ORDER BY started_at DESC, id DESC
                            """,
                            ReadId,
                            token,
                            ("bin", Number(shelf)),
                            ("text", SummaryText.Storable(prefix)),
                            ("end", SummaryText.Storable(prefix) + "\u007F")
                        )
                ).ToImmutableArray(),
            cancellationToken
        );
    }

    private static void Check(RunQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(query.Offset, nameof(query));
        ArgumentOutOfRangeException.ThrowIfNegative(query.Limit, nameof(query));
    }

    private async Task<ImmutableArray<RunSummary>> ListAsync(
        DbConnection db,
        RunQuery query,
        CancellationToken cancellationToken
    )
    {
        RunFilter filter = new(query, Contains);
        string order = RunFilter.OrderBy(query, OrdersNulls);
        string where =
            query.Offset == 0
                ? $"{filter.Where} ORDER BY {order} LIMIT @limit OFFSET @offset"
                // What is left out from the top is counted off in the index alone.
                : $"""
                    id IN (SELECT id FROM run_summaries WHERE {filter.Where} ORDER BY {order} LIMIT @limit OFFSET @offset)
                    ORDER BY {order}
                    """;
        List<RunSummary> runs = await db.QueryAsync(
            $"SELECT {RunListing.Columns} FROM run_summaries WHERE {where}",
            row => RunListing.Read(row, Place),
            cancellationToken,
            [.. filter.Parameters, ("limit", query.Limit), ("offset", query.Offset)]
        );
        return [.. runs];
    }

    private async Task<int> CountAsync(DbConnection db, RunQuery query, CancellationToken cancellationToken)
    {
        RunFilter filter = new(query, Contains);
        object? count = await db.ScalarAsync(
            $"SELECT count(*) FROM run_summaries WHERE {filter.Where}",
            cancellationToken,
            filter.Parameters
        );
        return Convert.ToInt32(count, CultureInfo.InvariantCulture);
    }

    private static async Task<ImmutableArray<Facet<T>>> FacetAsync<T>(
        DbConnection db,
        string column,
        RunShelf shelf,
        Func<DbDataReader, T> value,
        CancellationToken cancellationToken
    )
    {
        List<Facet<T>> facets = await db.QueryAsync(
            $"""
            SELECT {column}, count(*) FROM run_summaries WHERE in_bin = @bin AND {column} IS NOT NULL
            GROUP BY {column} ORDER BY 2 DESC, 1
            """,
            row => new Facet<T>(value(row), (int)row.GetInt64(1)),
            cancellationToken,
            ("bin", Number(shelf))
        );
        return [.. facets];
    }

    private static T Word<T>(DbDataReader row)
        where T : struct, Enum => Enum.Parse<T>(row.GetString(0), ignoreCase: true);

    private static Guid ReadId(DbDataReader row) => Guid.Parse(row.GetString(0));

    private static int Number(RunShelf shelf) => shelf == RunShelf.Bin ? 1 : 0;
}
