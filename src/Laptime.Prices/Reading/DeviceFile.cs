using System.Collections.Immutable;
using System.Text.Json;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Prices.Reading;

/// <summary>What data/devices.json holds.</summary>
internal sealed record DeviceFile
{
    /// <summary>Device models, by id.</summary>
    public required ImmutableSortedDictionary<string, DeviceModel> Devices { get; init; }

    /// <summary>Names that more than one model goes by.</summary>
    public required ImmutableArray<DeviceFamily> Families { get; init; }

    /// <summary>What sellers are known to mean by such names.</summary>
    public required ImmutableArray<NamingConvention> Conventions { get; init; }

    /// <summary>Where facts come from, by short name.</summary>
    public required ImmutableSortedDictionary<string, string> Sources { get; init; }

    /// <summary>The file that this library was built with.</summary>
    public static DeviceFile Load()
    {
        using var stream = Shipped.Open("devices.json");
        using var document = JsonDocument.Parse(stream);
        var root = document.RootElement;
        return new DeviceFile
        {
            Devices = root.Items("devices")
                .Select(ReadDevice)
                .ToImmutableSortedDictionary(d => d.Id, d => d, StringComparer.Ordinal),
            Families = [.. root.Items("families").Select(ReadFamily)],
            Conventions =
            [
                .. root.Items("conventions")
                    .Select(row => new NamingConvention(
                        row.Text("name"),
                        row.Text("provider"),
                        row.Text("instance"),
                        row.Text("device"),
                        row.Text("source")
                    )),
            ],
            Sources = root.Members("sources")
                .ToImmutableSortedDictionary(
                    member => member.Name,
                    member => member.Value.GetString()!,
                    StringComparer.Ordinal
                ),
        };
    }

    private static DeviceModel ReadDevice(JsonElement row) =>
        new()
        {
            Id = row.Text("id"),
            Name = row.Text("name"),
            Aliases = row.Texts("aliases"),
            Vendor = row.Text("vendor"),
            Kind = Enum.Parse<DeviceKind>(row.Text("kind"), ignoreCase: true),
            Architecture = row.TextOrNull("architecture"),
            ComputeCapability = row.TextOrNull("compute_capability"),
            FormFactor = row.TextOrNull("form_factor"),
            Launch = row.DateOrNull("launch"),
            MemoryGb = row.DecimalOrNull("memory_gb"),
            MemoryType = row.TextOrNull("memory_type"),
            BandwidthGbPerSecond = row.NumberOrNull("bandwidth_gb_per_s"),
            Multiprocessors = row.NumberOrNull("multiprocessors") is { } count ? (int)count : null,
            BoostMhz = row.NumberOrNull("boost_mhz"),
            LinkGbPerSecond = row.NumberOrNull("link_gb_per_s"),
            PowerWatts = row.NumberOrNull("power_w"),
            ListPrice = row.DecimalOrNull("list_price_usd") is { } price ? new Usd(price) : null,
            PeaksTera = row.Members("peaks_tera")
                .ToImmutableSortedDictionary(
                    member => member.Name,
                    member => member.Value.GetDouble(),
                    StringComparer.Ordinal
                ),
            Derived = row.Texts("derived"),
            Unverified = row.Texts("unverified"),
            Sources = row.Texts("sources"),
            Links = row.Texts("links"),
            Note = row.TextOrNull("note"),
        };

    private static DeviceFamily ReadFamily(JsonElement row) =>
        new(
            row.Text("name"),
            row.Texts("devices"),
            [
                .. row.Items("others")
                    .Select(other => new UnlistedModel(other.Text("name"), other.DecimalOrNull("memory_gb") ?? 0)),
            ]
        );
}

/// <summary>A name that several models go by.</summary>
/// <param name="Name">The name.</param>
/// <param name="Devices">Ids of those in the catalog.</param>
/// <param name="Others">Those that are not in the catalog: without evidence, it might as well be one of them.</param>
internal sealed record DeviceFamily(string Name, ImmutableArray<string> Devices, ImmutableArray<UnlistedModel> Others);

/// <summary>A model that exists and is not in the catalog.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="MemoryGb">Memory as sold.</param>
internal sealed record UnlistedModel(string Name, decimal MemoryGb);

/// <summary>What a seller means by a name that several models go by.</summary>
/// <param name="Name">Name of the family.</param>
/// <param name="Provider">Id of the seller.</param>
/// <param name="Instance">The seller's names of machines for which it holds, with <c>*</c> for any characters.</param>
/// <param name="Device">Id of the model.</param>
/// <param name="Source">Short name of the source.</param>
internal sealed record NamingConvention(string Name, string Provider, string Instance, string Device, string Source);
