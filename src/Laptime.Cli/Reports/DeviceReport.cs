using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Laptime.Answers.Catalogs;
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
                CatalogText.Peak(device, "fp32"),
                CatalogText.Peak(device, "fp16_tensor", "fp16"),
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
        foreach (CatalogFact fact in DeviceFacts.Of(device))
        {
            table.Add(fact.Title, new Cell(fact.Text, fact.Title == "Name" ? Style.Bold : Style.Plain));
        }
        foreach (string source in device.Sources)
        {
            table.Add("Source", catalog.Sources.GetValueOrDefault(source, source));
        }
        foreach (string link in device.Links)
        {
            table.Add("", link);
        }
        table.Write(screen);
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
}
