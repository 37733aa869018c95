using System.Diagnostics;
using Laptime.Prices;
using Laptime.Prices.Importing;
using Laptime.Prices.Imports;

namespace Laptime.Catalogs.Bench;

/// <summary>Times the import of price lists: reading with all checks, keeping, and reading the whole catalog again.</summary>
internal static class ImportBench
{
    /// <summary>Prints the median and the spread of several runs for two forms.</summary>
    public static void Run(int rows, int runs)
    {
        var directory = Directory.CreateTempSubdirectory("laptime-bench-").FullName;
        try
        {
            foreach (var (form, write) in MadeUpLists.All)
            {
                var file = Path.Combine(directory, $"{form}.csv");
                using (StreamWriter writer = new(file))
                {
                    write(writer, rows);
                }
                Console.WriteLine($"{form}: {rows:N0} rows, {new FileInfo(file).Length / 1e6:0.0} MB");
                Time(file, Path.Combine(directory, form), runs);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Time(string file, string data, int runs)
    {
        List<double> read = [];
        List<double> kept = [];
        List<double> loaded = [];
        ImportAccount? account = null;
        for (var run = 0; run < runs; run++)
        {
            GC.Collect();
            var context = ImportContext.Shipped(new DateOnly(2026, 11, 20));
            var watch = Stopwatch.StartNew();
            ImportedOffers import;
            using (FileStream stream = new(file, FileMode.Open, FileAccess.Read))
            {
                import = OfferImporter.Import(stream, context);
            }
            read.Add(watch.Elapsed.TotalSeconds);
            watch.Restart();
            new ImportedCatalog(data).Save([import]);
            kept.Add(watch.Elapsed.TotalSeconds);
            account = import.Account;
            watch.Restart();
            var catalog = CatalogFiles.Read(data, Console.Error.WriteLine);
            loaded.Add(watch.Elapsed.TotalSeconds);
            if (catalog.Offers.Length < account.OffersIn)
            {
                throw new InvalidOperationException("Offers got lost.");
            }
        }
        Console.WriteLine($"  {account!.RowsIn:N0} rows in, {account.OffersIn:N0} offers");
        Print("read and check", read);
        Print("keep", kept);
        Print("both", [.. read.Zip(kept, (a, b) => a + b)]);
        Print("load the catalog", loaded);
    }

    private static void Print(string what, List<double> seconds)
    {
        seconds.Sort();
        Console.WriteLine(
            $"  {what, -17} median {seconds[seconds.Count / 2]:0.00} s, {seconds[0]:0.00} to {seconds[^1]:0.00} s over {seconds.Count} runs"
        );
    }
}
