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
        SelectRunsAsync(new RunQuery { Shelf = shelf, Limit = int.MaxValue }, cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<RunSummary>> SelectRunsAsync(RunQuery query, CancellationToken cancellationToken)
    {
        Check(query);
        return ReadAsync("list the runs", (db, token) => ListAsync(db, query, token), cancellationToken);
    }

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
                // One walk through one index. Of values that occur together there are hundreds at most.
                List<Alike> groups = await db.QueryAsync(
                    """
                    SELECT suite, tier, status, device_model, is_imported, count(*) FROM run_summaries
                    WHERE in_bin = @bin GROUP BY suite, tier, status, device_model, is_imported
                    """,
                    Alike.Read,
                    token,
                    ("bin", Number(shelf))
                );
                return new RunFacets
                {
                    Total = groups.Sum(group => group.Runs),
                    Suites = Facets(groups, group => group.Suite),
                    Tiers = Facets(groups, group => group.Tier),
                    Statuses = Facets(groups, group => group.Status),
                    DeviceModels = Facets(groups.Where(g => g.DeviceModel is not null), group => group.DeviceModel!),
                    Imported = Facets(groups, group => group.IsImported),
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
        RunFilter filter = new(query, Contains, Chooses);
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
        RunFilter filter = new(query, Contains, Chooses);
        object? count = await db.ScalarAsync(
            $"SELECT count(*) FROM run_summaries WHERE {filter.Where}",
            cancellationToken,
            filter.Parameters
        );
        return Convert.ToInt32(count, CultureInfo.InvariantCulture);
    }

    private static ImmutableArray<Facet<T>> Facets<T>(IEnumerable<Alike> groups, Func<Alike, T> value) =>
        [
            .. groups
                .GroupBy(value, group => group.Runs)
                .Select(runs => new Facet<T>(runs.Key, runs.Sum()))
                .OrderByDescending(facet => facet.Runs)
                .ThenBy(facet => facet.Value),
        ];

    private static T Word<T>(DbDataReader row, int column)
        where T : struct, Enum => Enum.Parse<T>(row.GetString(column), ignoreCase: true);

    private static Guid ReadId(DbDataReader row) => Guid.Parse(row.GetString(0));

    private static int Number(RunShelf shelf) => shelf == RunShelf.Bin ? 1 : 0;

    /// <summary>How many runs have these values.</summary>
    private sealed record Alike(
        string Suite,
        Tier Tier,
        RunStatus Status,
        string? DeviceModel,
        bool IsImported,
        int Runs
    )
    {
        public static Alike Read(DbDataReader row) =>
            new(
                row.GetString(0),
                Word<Tier>(row, 1),
                Word<RunStatus>(row, 2),
                row.TextOrNull(3),
                row.GetInt32(4) == 1,
                (int)row.GetInt64(5)
            );
    }
}
