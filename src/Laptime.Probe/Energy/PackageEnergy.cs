using System.Collections.Immutable;
using System.Globalization;
using Laptime.Core.Trials;

namespace Laptime.Probe.Energy;

/// <summary>
/// Energy of all processor packages: RAPL as Linux shows it in powercap, on Intel and AMD, else the amd_energy driver.
/// RAPL counters begin anew at a range of their own, in a quarter of an hour at 300 W: each fall of the counter is one
/// such turn.
/// </summary>
internal sealed class PackageEnergy : IEnergyCounter
{
    /// <summary>Processors with their caches and memory controllers; memory itself is not in it.</summary>
    public const string PackageBoundary = "package";

    private const string Powercap = "sys/class/powercap";
    private const string Hwmon = "sys/class/hwmon";
    private const double PerMicrojoule = 1e-6;

    private readonly ImmutableArray<Zone> zones;

    private PackageEnergy(ImmutableArray<Zone> zones) => this.zones = zones;

    /// <inheritdoc />
    public string Boundary => PackageBoundary;

    /// <summary>Opens the counters; null with a reason if there are none or this user may not read them.</summary>
    public static PackageEnergy? TryOpen(string root, out string? reason)
    {
        Zone[] all = [.. Rapl(Path.Combine(root, Powercap))];
        if (all.Length == 0)
        {
            all = [.. AmdEnergy(Path.Combine(root, Hwmon))];
        }
        if (all.Length == 0)
        {
            reason = "the kernel shows no energy counter of the processor (powercap, amd_energy)";
            return null;
        }
        foreach (Zone zone in all)
        {
            try
            {
                zone.Start();
            }
            catch (UnauthorizedAccessException)
            {
                reason = $"{zone.Path} may be read by root alone";
                return null;
            }
            catch (Exception e) when (e is IOException or FormatException)
            {
                reason = $"{zone.Path} cannot be read: {e.Message}";
                return null;
            }
        }
        reason = null;
        return new PackageEnergy([.. all]);
    }

    /// <inheritdoc />
    public double? ReadJoules()
    {
        try
        {
            double sum = 0;
            foreach (Zone zone in zones)
            {
                sum += zone.Read() * PerMicrojoule;
            }
            return sum;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Packages, not the parts of one (cores, memory), nor psys, which holds other things besides.</summary>
    private static IEnumerable<Zone> Rapl(string directory) =>
        from zone in Directories(directory)
        let name = Path.GetFileName(zone)
        where name.StartsWith("intel-rapl:", StringComparison.Ordinal) && name.Count(c => c == ':') == 1
        where TextOf(Path.Combine(zone, "name"))?.StartsWith("package-", StringComparison.Ordinal) == true
        select new Zone(
            Path.Combine(zone, "energy_uj"),
            long.TryParse(
                TextOf(Path.Combine(zone, "max_energy_range_uj")),
                CultureInfo.InvariantCulture,
                out long range
            )
                ? range
                : null
        );

    /// <summary>Sockets of amd_energy, whose driver sees to turns itself (hwmon/amd_energy of the kernel's documentation).</summary>
    private static IEnumerable<Zone> AmdEnergy(string directory) =>
        from chip in Directories(directory)
        where TextOf(Path.Combine(chip, "name")) == "amd_energy"
        from label in Directory.GetFiles(chip, "energy*_label").Order(StringComparer.Ordinal)
        where TextOf(label)?.StartsWith("Esocket", StringComparison.Ordinal) == true
        select new Zone(label.Replace("_label", "_input", StringComparison.Ordinal), null);

    private static IEnumerable<string> Directories(string path) =>
        Directory.Exists(path) ? Directory.GetDirectories(path).Order(StringComparer.Ordinal) : [];

    private static string? TextOf(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed class Zone(string path, long? range)
    {
        private long last;
        private long total;

        public string Path => path;

        public void Start() => last = Microjoules();

        public long Read()
        {
            long now = Microjoules();
            // Without a known range a turn loses what was counted before it, rather than making something up.
            total += now >= last ? now - last : (range is { } turn ? turn - last : 0) + now;
            last = now;
            return total;
        }

        private long Microjoules() => long.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture);
    }
}
