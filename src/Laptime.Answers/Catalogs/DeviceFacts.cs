using Laptime.Core.Catalogs;

namespace Laptime.Answers.Catalogs;

/// <summary>Everything that is known of a device model, without its sources.</summary>
public static class DeviceFacts
{
    /// <summary>The facts, in the order to show.</summary>
    public static IEnumerable<CatalogFact> Of(DeviceModel device)
    {
        yield return new CatalogFact("Name", device.Name);
        yield return new CatalogFact("Id", device.Id);
        if (!device.Aliases.IsEmpty)
        {
            yield return new CatalogFact("Also known as", string.Join(", ", device.Aliases));
        }
        yield return new CatalogFact(
            "Make",
            $"{device.Vendor}, {device.Kind.ToString().ToLowerInvariant()}, {device.Architecture ?? "architecture unknown"}"
        );
        yield return new CatalogFact("Compute capability", device.ComputeCapability ?? CatalogText.Unknown);
        yield return new CatalogFact(
            "Launched",
            device.Launch is { } day ? CatalogText.Date(day) : CatalogText.Unknown
        );
        yield return new CatalogFact(
            "Memory",
            device.MemoryGb is { } gb
                ? $"{CatalogText.Number(gb)} GB ({CatalogText.Gibibytes(device)} GiB) {device.MemoryType}".TrimEnd()
                : CatalogText.Unknown
        );
        yield return new CatalogFact("Bandwidth", With(device.BandwidthGbPerSecond, "GB/s"));
        yield return new CatalogFact("Links", With(device.LinkGbPerSecond, "GB/s, both directions"));
        yield return new CatalogFact(
            "Multiprocessors",
            device.Multiprocessors is { } count ? $"{count}" : CatalogText.Unknown
        );
        yield return new CatalogFact("Boost clock", With(device.BoostMhz, "MHz"));
        yield return new CatalogFact("Power", With(device.PowerWatts, "W"));
        yield return new CatalogFact(
            "Price when new",
            device.ListPrice is { } price ? $"about {price}" : CatalogText.Unknown
        );
        foreach ((string name, double peak) in device.PeaksTera)
        {
            string unit = name.StartsWith("int", StringComparison.Ordinal) ? "TOP/s" : "TFLOP/s";
            yield return new CatalogFact($"Peak {name}", $"{CatalogText.Number(peak)} {unit} dense");
        }
        if (!device.Derived.IsEmpty)
        {
            yield return new CatalogFact("Computed here", string.Join(", ", device.Derived));
        }
        if (!device.Unverified.IsEmpty)
        {
            yield return new CatalogFact("Not verified", string.Join(", ", device.Unverified));
        }
        if (device.Note is { } note)
        {
            yield return new CatalogFact("Note", note);
        }
    }

    private static string With(double? value, string unit) =>
        value is null ? CatalogText.Unknown : $"{CatalogText.Number(value)} {unit}";
}
