using System.Globalization;
using Laptime.Core.Cases;
using Laptime.Core.Catalogs;

namespace Laptime.Prices.Reading;

/// <summary>Reads published speeds: data/speeds.csv.</summary>
internal static class SpeedCsv
{
    /// <summary>All rows.</summary>
    /// <exception cref="FormatException">A row makes no sense.</exception>
    public static IEnumerable<PublishedSpeed> Read(TextReader reader)
    {
        using CsvRows rows = new(reader);
        while (rows.Read())
        {
            yield return new PublishedSpeed
            {
                Workload = rows["workload"],
                Scenario = Enum.Parse<Scenario>(rows["scenario"], ignoreCase: true),
                Precision = TextOrNull(rows["precision"]),
                Batch = Count(rows["batch"]),
                Device = rows["device"],
                DeviceCount = Count(rows["device_count"]) ?? 1,
                Provider = TextOrNull(rows["provider"]),
                ItemsPerSecond =
                    Number(rows["items_per_second"]) ?? throw new FormatException($"line {rows.Line}: no speed"),
                Range = Number(rows["low"]) is { } low && Number(rows["high"]) is { } high ? (low, high) : null,
                Runs = Count(rows["runs"]),
                IsUpperBound = rows["is_upper_bound"] == "true",
                Software = TextOrNull(rows["software"]),
                Source = new Source(rows["source"], JsonFields.ParseDate(rows["as_of"]), TextOrNull(rows["where"])),
                Note = TextOrNull(rows["note"]),
            };
        }
    }

    private static string? TextOrNull(string text) => text.Length > 0 ? text : null;

    private static int? Count(string text) =>
        text.Length > 0 ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    private static double? Number(string text) =>
        text.Length > 0 ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;
}
