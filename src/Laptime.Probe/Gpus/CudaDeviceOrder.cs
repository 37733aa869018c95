using System.Collections.Immutable;
using System.Globalization;

namespace Laptime.Probe.Gpus;

/// <summary>
/// Finds the GPU behind a CUDA device number. CUDA numbers what CUDA_VISIBLE_DEVICES leaves, fastest first unless
/// CUDA_DEVICE_ORDER says PCI_BUS_ID; NVML numbers everything by PCI address (CUDA C++ Programming Guide, "CUDA
/// Environment Variables").
/// </summary>
internal static class CudaDeviceOrder
{
    /// <summary>
    /// Number or UUID by which NVML knows the device; null with a reason where that cannot be said for certain.
    /// </summary>
    /// <param name="cudaDevice">Number of the CUDA device, from 0.</param>
    /// <param name="visible">CUDA_VISIBLE_DEVICES; null: not set.</param>
    /// <param name="order">CUDA_DEVICE_ORDER; null: not set.</param>
    /// <param name="names">Names of all GPUs in NVML's order.</param>
    /// <param name="reason">Why it cannot be said; null if it can.</param>
    public static string? Resolve(
        int cudaDevice,
        string? visible,
        string? order,
        ImmutableArray<string> names,
        out string? reason
    )
    {
        var entries = visible?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var entry =
            entries is null ? cudaDevice.ToString(CultureInfo.InvariantCulture)
            : cudaDevice < entries.Length ? entries[cudaDevice]
            : null;
        if (entry is null)
        {
            reason = $"CUDA_VISIBLE_DEVICES={visible} leaves no device {cudaDevice}";
            return null;
        }
        if (entry.StartsWith("MIG-", StringComparison.Ordinal))
        {
            reason = $"{entry} is a slice of a GPU, whose clock and power NVML does not tell";
            return null;
        }
        var numbered = int.TryParse(entry, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        if (numbered && order != "PCI_BUS_ID" && names.Distinct(StringComparer.Ordinal).Count() > 1)
        {
            reason = "The GPUs differ, so CUDA orders them by speed; set CUDA_DEVICE_ORDER=PCI_BUS_ID";
            return null;
        }
        reason = null;
        return entry;
    }
}
