using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Laptime.Cli.Terminal;
using Laptime.Core.Catalogs;

namespace Laptime.Cli.Reports;

/// <summary>Device models.</summary>
internal static class DeviceReport
{
    /// <summary>Name and version of the JSON schema; docs/json-output.md describes it.</summary>
    private const string Schema = "laptime.catalog-devices/1";

    /// <summary>Writes one row each.</summary>
    public static void Write(ImmutableArray<DeviceModel> devices, Screen screen)
    {
        Table table = new(
            new Column("Device"),
            new Column("GB", IsNumber: true),
            new Column("GiB", IsNumber: true),
            new Column("GB/s", IsNumber: true),
            new Column("fp32", IsNumber: true),
            new Column("fp16*", IsNumber: true),
            new Column("W", IsNumber: true),
            new Column("Year", IsNumber: true)
        );
        foreach (DeviceModel device in devices)
        {
            table.Add(
                new Cell(device.Id, Style.Bold),
                CatalogText.Number(device.MemoryGb),
                CatalogText.Gibibytes(device),
                CatalogText.Number(device.BandwidthGbPerSecond, "#,0"),
                Peak(device, "fp32"),
                Peak(device, "fp16_tensor", "fp16"),
                CatalogText.Number(device.PowerWatts, "#,0"),
                device.Launch?.Year.ToString(CultureInfo.InvariantCulture) ?? CatalogText.Dash
            );
        }
        table.Write(screen);
        screen.Results.WriteLine();
        screen.Results.WriteLine("Memory as sold; dense peak rates in TFLOP/s.");
        screen.Results.WriteLine("* Tensor units with single-precision sums where there are any.");
    }

    /// <summary>Writes everything that is known of one.</summary>
    public static void WriteOne(DeviceModel device, Catalog catalog, Screen screen)
    {
        Table table = new(new Column(""), new Column("", Wraps: true));
        table.Add("Name", new Cell(device.Name, Style.Bold));
        table.Add("Id", device.Id);
        Add("Also known as", device.Aliases.IsEmpty ? null : string.Join(", ", device.Aliases));
        table.Add(
            "Make",
            $"{device.Vendor}, {device.Kind.ToString().ToLowerInvariant()}, {device.Architecture ?? "architecture unknown"}"
        );
        table.Add("Compute capability", device.ComputeCapability ?? CatalogText.Unknown);
        table.Add("Launched", device.Launch is { } day ? CatalogText.Date(day) : CatalogText.Unknown);
        table.Add(
            "Memory",
            device.MemoryGb is { } gb
                ? $"{CatalogText.Number(gb)} GB ({CatalogText.Gibibytes(device)} GiB) {device.MemoryType}".TrimEnd()
                : CatalogText.Unknown
        );
        table.Add("Bandwidth", With(device.BandwidthGbPerSecond, "GB/s"));
        table.Add("Links", With(device.LinkGbPerSecond, "GB/s, both directions"));
        table.Add("Multiprocessors", device.Multiprocessors is { } count ? $"{count}" : CatalogText.Unknown);
        table.Add("Boost clock", With(device.BoostMhz, "MHz"));
        table.Add("Power", With(device.PowerWatts, "W"));
        table.Add("Price when new", device.ListPrice is { } price ? $"about {price}" : CatalogText.Unknown);
        foreach ((string name, double peak) in device.PeaksTera)
        {
            table.Add(
                $"Peak {name}",
                $"{CatalogText.Number(peak)} {(name.StartsWith("int", StringComparison.Ordinal) ? "TOP/s" : "TFLOP/s")} dense"
            );
        }
        Add("Computed here", device.Derived.IsEmpty ? null : string.Join(", ", device.Derived));
        Add("Not verified", device.Unverified.IsEmpty ? null : string.Join(", ", device.Unverified));
        Add("Note", device.Note);
        foreach (string source in device.Sources)
        {
            table.Add("Source", catalog.Sources.GetValueOrDefault(source, source));
        }
        foreach (string link in device.Links)
        {
            table.Add("", link);
        }
        table.Write(screen);

        void Add(string title, string? text)
        {
            if (text is not null)
            {
                table.Add(title, text);
            }
        }
    }

    /// <summary>Writes the same as JSON.</summary>
    public static void WriteJson(ImmutableArray<DeviceModel> devices, Catalog catalog, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                json.WriteStartArray("devices");
                foreach (DeviceModel device in devices)
                {
                    Write(json, device);
                }
                json.WriteEndArray();
                json.WriteSources(catalog, devices.SelectMany(device => device.Sources));
            },
            screen
        );

    private static void Write(Utf8JsonWriter json, DeviceModel device)
    {
        json.WriteStartObject();
        json.WriteString("id", device.Id);
        json.WriteString("name", device.Name);
        json.WriteTexts("aliases", device.Aliases);
        json.WriteString("vendor", device.Vendor);
        json.WriteString("kind", device.Kind.ToString().ToLowerInvariant());
        json.WriteKnown("architecture", device.Architecture);
        json.WriteKnown("compute_capability", device.ComputeCapability);
        json.WriteKnown("form_factor", device.FormFactor);
        json.WriteKnown("launch", device.Launch);
        json.WriteKnown("memory_gb", device.MemoryGb);
        json.WriteKnown("memory_bytes", device.Memory?.Value);
        json.WriteKnown("memory_type", device.MemoryType);
        json.WriteKnown("bandwidth_gb_per_s", device.BandwidthGbPerSecond);
        json.WriteKnown("link_gb_per_s", device.LinkGbPerSecond);
        json.WriteKnown("multiprocessors", device.Multiprocessors);
        json.WriteKnown("boost_mhz", device.BoostMhz);
        json.WriteKnown("power_w", device.PowerWatts);
        json.WriteKnown("list_price_usd", device.ListPrice?.Value);
        json.WriteStartObject("peaks_tera");
        foreach ((string name, double peak) in device.PeaksTera)
        {
            json.WriteNumber(name, peak);
        }
        json.WriteEndObject();
        json.WriteTexts("derived", device.Derived);
        json.WriteTexts("unverified", device.Unverified);
        json.WriteTexts("sources", device.Sources);
        json.WriteTexts("links", device.Links);
        json.WriteKnown("note", device.Note);
        json.WriteEndObject();
    }

    private static string With(double? value, string unit) =>
        value is null ? CatalogText.Unknown : $"{CatalogText.Number(value)} {unit}";

    private static string Peak(DeviceModel device, params string[] names)
    {
        foreach (string name in names)
        {
            if (device.PeaksTera.TryGetValue(name, out double peak))
            {
                return CatalogText.Number(peak, peak < 10 ? "0.0" : "#,0");
            }
        }
        return CatalogText.Dash;
    }
}
