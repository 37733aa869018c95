using Laptime.Core.Catalogs;
using Laptime.Prices.Naming;

namespace Laptime.Answers.Catalogs;

/// <summary>Which device models are wanted, and in which order. Null: whichever.</summary>
public sealed record DeviceFilter
{
    /// <summary>Orders that <see cref="Order"/> knows; all but the first put the largest first.</summary>
    public static IReadOnlyList<string> Orders { get; } =
    ["id", "memory", "bandwidth", "fp32", "fp16", "power", "launch"];

    /// <summary>Id or name, exact or a part; the architecture counts as a name.</summary>
    public string? Text { get; init; }

    /// <summary>Maker.</summary>
    public string? Vendor { get; init; }

    /// <summary>Sort: a word of <see cref="DeviceKind"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>Memory, in GB.</summary>
    public double? MinMemoryGb { get; init; }

    /// <summary>One of <see cref="Orders"/>; null: by id.</summary>
    public string? Order { get; init; }

    /// <summary>The devices that are wanted.</summary>
    public IEnumerable<DeviceModel> Apply(Catalog catalog, DeviceNames names)
    {
        IEnumerable<DeviceModel> found = Text is null ? catalog.Devices.Values : Named(catalog, names, Text);
        found = found.Where(device =>
            (Vendor is null || device.Vendor.Equals(Vendor, StringComparison.OrdinalIgnoreCase))
            && (Kind is null || device.Kind.ToString().Equals(Kind, StringComparison.OrdinalIgnoreCase))
            && (MinMemoryGb is null || (double?)device.MemoryGb >= MinMemoryGb)
        );
        return Order switch
        {
            "memory" => found.OrderByDescending(device => device.MemoryGb),
            "bandwidth" => found.OrderByDescending(device => device.BandwidthGbPerSecond),
            "fp32" => found.OrderByDescending(device => Peak(device, "fp32")),
            "fp16" => found.OrderByDescending(device => Peak(device, "fp16_tensor") ?? Peak(device, "fp16")),
            "power" => found.OrderByDescending(device => device.PowerWatts),
            "launch" => found.OrderByDescending(device => device.Launch),
            _ => found,
        };
    }

    private static double? Peak(DeviceModel device, string name) =>
        device.PeaksTera.TryGetValue(name, out double peak) ? peak : null;

    private static IEnumerable<DeviceModel> Named(Catalog catalog, DeviceNames names, string text) =>
        names.Find(text) switch
        {
            DeviceMatch.Known known => [catalog.Devices[known.Id]],
            DeviceMatch.Ambiguous several => several
                .Candidates.Where(catalog.Devices.ContainsKey)
                .Select(id => catalog.Devices[id]),
            _ => catalog.Devices.Values.Where(device =>
                device
                    .Aliases.Append(device.Id)
                    .Append(device.Name)
                    .Append(device.Architecture ?? "")
                    .Any(name => name.Contains(text, StringComparison.OrdinalIgnoreCase))
            ),
        };
}
