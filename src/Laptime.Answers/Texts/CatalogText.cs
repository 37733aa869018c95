using System.Globalization;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Answers.Texts;

/// <summary>Words and figures of catalogs; a dash in tables, "unknown" elsewhere, for what is not known.</summary>
public static class CatalogText
{
    /// <summary>For what is not known, in tables.</summary>
    public const string Dash = "–";

    /// <summary>For what is not known, elsewhere.</summary>
    public const string Unknown = "unknown";

    /// <summary>A figure, or a dash.</summary>
    public static string Number(double? value, string format = "#,0.##") =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? Dash;

    /// <summary>A figure, or a dash.</summary>
    public static string Number(decimal? value, string format = "#,0.###") =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? Dash;

    /// <summary>The memory of one device in GiB.</summary>
    public static string Gibibytes(DeviceModel device) => Number(device.Memory?.Gibibytes, "#,0.0");

    /// <summary>Yes, no, or a dash.</summary>
    public static string YesNo(bool? value) =>
        value switch
        {
            true => "yes",
            false => "no",
            null => Dash,
        };

    /// <summary>A day: <c>2018-12-31</c>.</summary>
    public static string Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? Dash;

    /// <summary>Hours, or minutes below two of them.</summary>
    public static string Span(Seconds? span) =>
        span is not { } time ? Dash
        : time.Value < 60 ? $"{Number(time.Value)} s"
        : time.Value < 7200 ? $"{Number(time.Value / 60)} min"
        : $"{Number(time.Value / 3600)} h";

    /// <summary>The price of an offer: <c>$0.35</c>, <c>free</c>, <c>$9.99/month</c>.</summary>
    public static string Price(Offer offer) =>
        (offer.Price, offer.MonthlyFee) switch
        {
            ({ } hourly, { } monthly) when hourly.Value == 0 => $"{monthly}/month",
            ({ } hourly, { } monthly) => $"{hourly} + {monthly}/month",
            ({ } hourly, null) => hourly.Value == 0 ? "free" : Figure(hourly.Value),
            (null, { } monthly) => $"{monthly}/month",
            (null, null) => Dash,
        };

    /// <summary>The devices of an offer by id: <c>8 x v100</c>.</summary>
    public static string Device(Offer offer) =>
        offer switch
        {
            { DeviceCount: 0 } => "CPU",
            { Device: { } id, DeviceCount: 1 } => id,
            { Device: { } id } => $"{Number(offer.DeviceCount)} x {id}",
            _ =>
                $"{(offer.DeviceCount == 1 ? "" : $"{Number(offer.DeviceCount)} x ")}{offer.RawDevice ?? Unknown} (not in catalog)",
        };

    /// <summary>Title, day and place of a source.</summary>
    public static string Source(Catalog catalog, Source source)
    {
        var title = catalog.Sources.GetValueOrDefault(source.Id, source.Id);
        var where = source.Where is { } place ? $"; {place}" : "";
        return source.AsOf is { } day
            ? $"{title} (as of {Date(day)}{where})"
            : $"{title}{(where.Length > 0 ? $" ({where[2..]})" : "")}";
    }

    /// <summary>The first of some dense peak rates that is known, in TFLOP/s, or a dash.</summary>
    public static string Peak(DeviceModel device, params string[] names)
    {
        foreach (string name in names)
        {
            if (device.PeaksTera.TryGetValue(name, out double peak))
            {
                return Number(peak, peak < 10 ? "0.0" : "#,0");
            }
        }
        return Dash;
    }

    /// <summary>Items per second: three significant digits, with separators above a thousand; <c>≤</c> before a bound.</summary>
    public static string Rate(PublishedSpeed speed)
    {
        double value = speed.ItemsPerSecond;
        string digits =
            value >= 100
                ? value.ToString("#,0", CultureInfo.InvariantCulture)
                : value.ToString("G3", CultureInfo.InvariantCulture);
        return speed.IsUpperBound ? $"≤ {digits}" : digits;
    }

    private static string Figure(decimal usd) =>
        usd < 0.1m
            ? $"${usd.ToString("0.####", CultureInfo.InvariantCulture)}"
            : $"${usd.ToString("#,0.00##", CultureInfo.InvariantCulture)}";
}
