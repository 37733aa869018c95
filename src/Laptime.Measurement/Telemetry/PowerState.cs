using System.Collections.Immutable;

namespace Laptime.Measurement.Telemetry;

/// <summary>Power source, governor and profile as one text, so that any change shows as a difference.</summary>
internal sealed class PowerState : IDisposable
{
    private readonly ImmutableArray<(string Name, KernelFile File)> parts;

    public PowerState(string sys)
    {
        string supplies = Path.Combine(sys, "class/power_supply");
        IEnumerable<(string, string)> mains = Directory.Exists(supplies)
            ? Directory
                .GetDirectories(supplies)
                .Order(StringComparer.Ordinal)
                .Select(supply => (Path.GetFileName(supply), Path.Combine(supply, "online")))
            : [];
        IEnumerable<(string Name, string Path)> paths =
        [
            .. mains,
            ("governor", Path.Combine(sys, "devices/system/cpu/cpu0/cpufreq/scaling_governor")),
            ("profile", Path.Combine(sys, "firmware/acpi/platform_profile")),
        ];
        parts =
        [
            .. paths
                .Select(part => (part.Name, File: KernelFile.TryOpen(part.Path, capacity: 64)))
                .Where(part => part.File is not null)
                .Select(part => (part.Name, part.File!)),
        ];
    }

    /// <summary><c>AC=1 governor=performance</c>; null where the kernel tells nothing.</summary>
    public string? Read() =>
        parts.IsEmpty ? null : string.Join(' ', parts.Select(part => $"{part.Name}={part.File.Read()?.Trim()}"));

    public void Dispose()
    {
        foreach ((_, KernelFile file) in parts)
        {
            file.Dispose();
        }
    }
}
