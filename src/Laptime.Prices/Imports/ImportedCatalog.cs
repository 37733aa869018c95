using System.Collections.Immutable;
using Laptime.Prices.Importing;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Imports;

/// <summary>
/// The offers that the user imported: a table for each feed and provider in the data directory. A new import of the same
/// takes the place of the old one, which stays beside it until the next, so that the last import can be undone.
/// </summary>
public sealed class ImportedCatalog
{
    /// <summary>Ending of the version before.</summary>
    private const string Before = ".before";

    /// <summary>Names the tables of the last import, one a line: <c>new</c> or <c>replaced</c>, a blank, the name.</summary>
    private const string LastImport = "last-import.txt";

    private readonly string directory;

    /// <summary>Those of a data directory, which need not exist.</summary>
    public ImportedCatalog(string dataDirectory) => directory = CatalogFiles.DirectoryIn(dataDirectory);

    /// <summary>
    /// Keeps lists that were imported together; those of one name become one table. All are written before the first
    /// takes its place.
    /// </summary>
    /// <returns>Names of the tables.</returns>
    /// <exception cref="IOException">They could not be written; the catalog is what it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there; the catalog is what it was.</exception>
    public ImmutableArray<string> Save(IEnumerable<ImportedOffers> imports)
    {
        Directory.CreateDirectory(directory);
        var tables = imports
            .GroupBy(import => import.Name, StringComparer.Ordinal)
            .Select(group => (Name: group.Key, Offers: group.SelectMany(import => import.Offers)))
            .ToList();
        List<(string Name, string Partial)> written = [];
        try
        {
            foreach (var (name, offers) in tables)
            {
                written.Add((name, WrittenFile.Write(PathOf(name), writer => OfferCsv.Write(offers, writer))));
            }
            var log = written.ConvertAll(table =>
                $"{(File.Exists(PathOf(table.Name)) ? "replaced" : "new")} {table.Name}"
            );
            foreach (var (name, _) in written)
            {
                if (File.Exists(PathOf(name)))
                {
                    WrittenFile.Copy(PathOf(name), PathOf(name) + Before);
                }
            }
            WrittenFile.Replace(Path.Combine(directory, LastImport), writer => log.ForEach(writer.WriteLine));
            foreach (var (name, partial) in written)
            {
                WrittenFile.Commit(partial, PathOf(name));
            }
        }
        catch
        {
            written.ForEach(table => File.Delete(table.Partial));
            throw;
        }
        return [.. written.Select(table => table.Name)];
    }

    /// <summary>Takes the last import back.</summary>
    /// <returns>What was done to each table, in words; empty: there is nothing to take back.</returns>
    /// <exception cref="IOException">Something failed on the way.</exception>
    public ImmutableArray<string> Undo()
    {
        var log = Path.Combine(directory, LastImport);
        if (!File.Exists(log))
        {
            return [];
        }
        var done = ImmutableArray.CreateBuilder<string>();
        foreach (var line in File.ReadAllLines(log))
        {
            if (
                line.Split(' ', 2) is not [var state, { Length: > 0 } name]
                || name.Contains('/', StringComparison.Ordinal)
            )
            {
                continue;
            }
            var path = PathOf(name);
            if (state == "replaced" && File.Exists(path + Before))
            {
                File.Move(path + Before, path, overwrite: true);
                done.Add($"{name} is what it was before the last import");
            }
            else if (state == "new" && File.Exists(path))
            {
                File.Delete(path);
                done.Add($"{name} is gone; there was none before the last import");
            }
        }
        File.Delete(log);
        return done.ToImmutable();
    }

    private string PathOf(string name) => Path.Combine(directory, $"{name}.csv");
}
