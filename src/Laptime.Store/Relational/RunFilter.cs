using System.Globalization;
using System.Text;

namespace Laptime.Store.Relational;

/// <summary>
/// A query as SQL over <c>run_summaries</c>. One condition is answered by its index. Of several, no single index is good: one
/// pass over the narrow table from end to end, which <c>in_bin + 0</c> brings about, takes tens of milliseconds for 100,000
/// runs, where an index and a look-up for each of its rows would take longer.
/// </summary>
internal sealed class RunFilter
{
    private readonly List<string> _conditions = [];
    private readonly List<(string Name, object? Value)> _parameters = [];

    /// <summary>Reads the query.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="contains">The database's function of (text, part): a number above 0 if the part occurs.</param>
    public RunFilter(RunQuery query, string contains)
    {
        if (!query.Suites.IsDefaultOrEmpty)
        {
            List<string> names = [];
            foreach (string suite in query.Suites)
            {
                names.Add($"@{Add($"suite{names.Count}", suite)}");
            }
            _conditions.Add($"suite IN ({string.Join(", ", names)})");
        }
        Equal("tier", query.Tier?.ToString().ToLowerInvariant());
        Equal("status", query.Status?.ToString().ToLowerInvariant());
        Equal("device_model", query.DeviceModel);
        Equal("libtorch_version", query.LibtorchVersion);
        Equal("seal", query.Seal?.ToString().ToLowerInvariant());
        Equal("is_imported", query.Imported is { } imported ? (imported ? 1 : 0) : null);
        // Those two have no index.
        bool isRestricted = _conditions.Count > 1 || query.LibtorchVersion is not null || query.Seal is not null;
        if (query.OnlyMeasured)
        {
            isRestricted = true;
            _conditions.Add("measured > 0");
        }
        foreach (string word in Words(query.Text))
        {
            isRestricted = true;
            string lower = SummaryText.Lower(word);
            string name = Add($"word{_parameters.Count}", lower);
            string isThere = $"{contains}(search, @{name}) > 0";
            if (lower.All(c => char.IsAsciiHexDigit(c) || c == '-'))
            {
                // Ids are of ASCII, all of which is below U+007F.
                string end = Add($"end{_parameters.Count}", $"{lower}\u007F");
                isThere = $"({isThere} OR (id >= @{name} AND id <= @{end}))";
            }
            _conditions.Add(isThere);
        }
        Bound(">=", "from", query.StartedFrom);
        Bound("<", "before", query.StartedBefore);
        _conditions.Insert(0, isRestricted ? "in_bin + 0 = @bin" : "in_bin = @bin");
        _parameters.Add(("bin", query.Shelf == RunShelf.Bin ? 1 : 0));
    }

    /// <summary>The conditions, joined by AND.</summary>
    public string Where => string.Join(" AND ", _conditions);

    /// <summary>Values for them.</summary>
    public (string Name, object? Value)[] Parameters => [.. _parameters];

    /// <summary>Order of the runs; ties by start, then id, in the same direction.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="nulls">Whether the database has to be told that what is not known is the smallest.</param>
    public static string OrderBy(RunQuery query, bool nulls)
    {
        string direction = query.Ascending ? "ASC" : "DESC";
        string? first = query.Order switch
        {
            RunOrder.Suite => "suite",
            RunOrder.DeviceModel => "device_model",
            RunOrder.HostName => "host_name",
            RunOrder.Measured => "measured",
            _ => null,
        };
        StringBuilder order = new();
        if (first is not null)
        {
            string unknown =
                !nulls ? ""
                : query.Ascending ? " NULLS FIRST"
                : " NULLS LAST";
            order.Append(CultureInfo.InvariantCulture, $"{first} {direction}{unknown}, ");
        }
        return order.Append(CultureInfo.InvariantCulture, $"started_at {direction}, id {direction}").ToString();
    }

    private static string[] Words(string? text) =>
        text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private void Equal(string column, object? value)
    {
        if (value is not null)
        {
            _conditions.Add($"{column} = @{Add(column, value)}");
        }
    }

    private void Bound(string comparison, string name, DateTimeOffset? instant)
    {
        if (instant is { } value)
        {
            _conditions.Add($"started_at {comparison} @{Add(name, SummaryText.Of(value))}");
        }
    }

    private string Add(string name, object value)
    {
        _parameters.Add((name, value is string text ? SummaryText.Storable(text) : value));
        return name;
    }
}
