using Laptime.Core.Catalogs;
using Laptime.Prices;
using Laptime.Prices.Naming;

namespace Laptime.Answers.Catalogs;

/// <summary>
/// The catalog for a program that answers again and again: read once, and anew only when a table in the data directory
/// has changed. Thread-safe; the same catalog is the same object.
/// </summary>
/// <param name="dataDirectory">Where imported prices are; null: only what is shipped.</param>
/// <param name="warn">Told of tables that cannot be read and are left out, once for each reading.</param>
public sealed class CatalogShelf(string? dataDirectory, Action<string> warn)
{
    private readonly Lock gate = new();
    private (Catalog Catalog, Table[] Tables)? latest;

    private readonly record struct Table(string Path, long Bytes, DateTime Written);

    /// <summary>Names of devices.</summary>
    public DeviceNames Devices { get; } = DeviceNames.ReadShipped();

    /// <summary>The catalog of this moment.</summary>
    public Catalog Read()
    {
        // Looked at before the tables are read: what is written meanwhile is read the next time.
        Table[] tables = Tables();
        lock (gate)
        {
            if (latest is { } known && known.Tables.AsSpan().SequenceEqual(tables))
            {
                return known.Catalog;
            }
            Catalog catalog = dataDirectory is null
                ? CatalogFiles.ReadShipped()
                : CatalogFiles.Read(dataDirectory, warn);
            latest = (catalog, tables);
            return catalog;
        }
    }

    private Table[] Tables()
    {
        if (dataDirectory is null)
        {
            return [];
        }
        DirectoryInfo directory = new(CatalogFiles.DirectoryIn(dataDirectory));
        return directory.Exists
            ?
            [
                .. directory
                    .EnumerateFiles("*.csv")
                    .Select(file => new Table(file.FullName, file.Length, file.LastWriteTimeUtc))
                    .OrderBy(table => table.Path, StringComparer.Ordinal),
            ]
            : [];
    }
}
