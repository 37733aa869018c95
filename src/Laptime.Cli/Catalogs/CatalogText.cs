using System.Globalization;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Cli.Catalogs;

/// <summary>Words and figures of catalogs; a dash in tables, "unknown" elsewhere, for what is not known.</summary>
internal static class CatalogText
{
    public const string Dash = "–";
    public const string Unknown = "unknown";

    public static string Number(double? value, string format = "#,0.##") =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? Dash;

    public static string Number(decimal? value, string format = "#,0.###") =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? Dash;

    public static string Gibibytes(DeviceModel device) => Number(device.Memory?.Gibibytes, "#,0.0");

    public static string YesNo(bool? value) =>
        value switch
        {
            true => "yes",
            false => "no",
            null => Dash,
        };

    public static string Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? Dash;

    /// <summary>Hours, or minutes below two of them.</summary>
    public static string Span(Seconds? span) =>
        span is not { } time ? Dash
        : time.Value < 60 ? $"{Number(time.Value)} s"
        : time.Value < 7200 ? $"{Number(time.Value / 60)} min"
        : $"{Number(time.Value / 3600)} h";

    public static string Price(Offer offer) =>
        (offer.Price, offer.MonthlyFee) switch
        {
            ({ } hourly, { } monthly) when hourly.Value == 0 => $"{monthly}/month",
            ({ } hourly, { } monthly) => $"{hourly} + {monthly}/month",
            ({ } hourly, null) => hourly.Value == 0 ? "free" : Figure(hourly.Value),
            (null, { } monthly) => $"{monthly}/month",
            (null, null) => Dash,
        };

    public static string Device(Offer offer) =>
        offer switch
        {
            { DeviceCount: 0 } => "CPU",
            { Device: { } id, DeviceCount: 1 } => id,
            { Device: { } id } => $"{Number(offer.DeviceCount)} x {id}",
            _ =>
                $"{(offer.DeviceCount == 1 ? "" : $"{Number(offer.DeviceCount)} x ")}{offer.RawDevice ?? Unknown} (not in catalog)",
        };

    public static string Source(Catalog catalog, Source source)
    {
        var title = catalog.Sources.GetValueOrDefault(source.Id, source.Id);
        var where = source.Where is { } place ? $"; {place}" : "";
        return source.AsOf is { } day
            ? $"{title} (as of {Date(day)}{where})"
            : $"{title}{(where.Length > 0 ? $" ({where[2..]})" : "")}";
    }

    private static string Figure(decimal usd) =>
        usd < 0.1m
            ? $"${usd.ToString("0.####", CultureInfo.InvariantCulture)}"
            : $"${usd.ToString("#,0.00##", CultureInfo.InvariantCulture)}";
}
