using Laptime.Core.Catalogs;

namespace Laptime.Core.Roofs;

/// <summary>Finds what a vendor claims for a roof: dense peaks, without sparsity, and memory bandwidth.</summary>
public static class VendorFigures
{
    /// <summary>The figure; null if the model's entry has none.</summary>
    /// <param name="subject">The roof.</param>
    /// <param name="device">Model of the device that did the work.</param>
    public static VendorFigure? Of(RoofSubject subject, DeviceModel device)
    {
        double? rate = subject.Kind switch
        {
            RoofKind.Matmul => Peaks(subject.Variant)
                .Select(name => device.PeaksTera.TryGetValue(name, out double tera) ? tera * 1e12 : (double?)null)
                .FirstOrDefault(peak => peak is not null),
            RoofKind.Triad => device.BandwidthGbPerSecond * 1e9,
            _ => null,
        };
        return rate is > 0 and { } value ? new VendorFigure(value, device.Id, device.Sources) : null;
    }

    /// <summary>Names in the catalog, matrix units first.</summary>
    private static string[] Peaks(string arithmetic) =>
        arithmetic switch
        {
            "fp32" or RoofSubject.Eager => ["fp32"],
            "fp16" => ["fp16_tensor", "fp16"],
            "bf16" => ["bf16_tensor"],
            _ => [arithmetic],
        };
}
