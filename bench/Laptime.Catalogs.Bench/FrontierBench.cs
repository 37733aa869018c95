using System.Diagnostics;
using Laptime.Advice;
using Laptime.Advice.Frontiers;
using Laptime.Advice.Jobs;
using Laptime.Advice.Outlooks;
using Laptime.Advice.Speeds;
using Laptime.Core.Cases;
using Laptime.Core.Catalogs;
using Laptime.Prices;
using Laptime.Prices.Importing;
using Laptime.Prices.Imports;

namespace Laptime.Catalogs.Bench;

/// <summary>Times the frontier over a large market: time and cost of every offer, and who is not beaten.</summary>
internal static class FrontierBench
{
    /// <summary>Prints the median and the spread of several runs.</summary>
    public static void Run(int offers, int runs)
    {
        Catalog catalog = MadeUp(offers);
        Offer[] market = [.. catalog.Offers.Take(offers)];
        Assumptions assumptions = Assumptions.Default;
        Job job = new()
        {
            Workload = "resnet50",
            Scenario = Scenario.Train,
            Precision = "fp32",
            Work = new Work.Items(90 * 1_281_167.0),
        };
        List<double> times = [];
        (int known, int members) = (0, 0);
        for (int run = 0; run < runs; run++)
        {
            GC.Collect();
            Stopwatch watch = Stopwatch.StartNew();
            SpeedBook speeds = new(job, [new PublishedSpeeds(catalog.Speeds, assumptions)], assumptions);
            OutlookModel model = new(speeds, catalog, assumptions);
            double[] seconds = new double[market.Length];
            decimal[] usd = new decimal[market.Length];
            known = 0;
            foreach (Offer offer in market)
            {
                if (model.TryEvaluate(offer, out double time, out decimal cost))
                {
                    (seconds[known], usd[known]) = (time, cost);
                    known++;
                }
            }
            Array.Resize(ref seconds, known);
            Array.Resize(ref usd, known);
            members = Frontier.Of(seconds, usd).Members.Length;
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        Console.WriteLine(
            $"{market.Length:N0} offers, {known:N0} with a known time and cost, {members:N0} on the frontier"
        );
        Console.WriteLine($"  first run {times[0]:0} ms");
        times.Sort();
        Console.WriteLine(
            $"  median {times[times.Count / 2]:0} ms, {times[0]:0} to {times[^1]:0} ms over {times.Count} runs"
        );
    }

    private static PublishedSpeed SpeedOf(string device, double itemsPerSecond) =>
        new()
        {
            Workload = "resnet50",
            Scenario = Scenario.Train,
            Precision = "fp32",
            Device = device,
            DeviceCount = 1,
            ItemsPerSecond = itemsPerSecond,
            Source = new Source("made-up", AsOf: null),
        };

    // Imported and read again, so that the offers are what the program works with.
    private static Catalog MadeUp(int offers)
    {
        string directory = Directory.CreateTempSubdirectory("laptime-bench-").FullName;
        try
        {
            string file = Path.Combine(directory, "skypilot.csv");
            using (StreamWriter writer = new(file))
            {
                // A row of this list has an on-demand and a spot price.
                MadeUpLists.All[0].Write(writer, (offers + 1) / 2);
            }
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read);
            ImportedOffers import = OfferImporter.Import(stream, ImportContext.Shipped(new DateOnly(2026, 11, 20)));
            new ImportedCatalog(directory).Save([import]);
            Catalog catalog = CatalogFiles.Read(directory, Console.Error.WriteLine);
            return catalog with
            {
                // The imported ones come last; the shipped ones are not wanted.
                Offers = [.. catalog.Offers.Reverse().Take(offers)],
                // Every device gets a speed: the time of every offer has to be worked out.
                Speeds = [.. catalog.Devices.Keys.Select((device, i) => SpeedOf(device, 100 + (7 * i)))],
            };
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
