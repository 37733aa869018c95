using System.Collections.Immutable;
using Laptime.Core.Trials;

namespace Laptime.Measurement.Telemetry;

/// <summary>Clock, throttling and temperature of the processors, where the kernel shows them. Virtual machines mostly show none.</summary>
internal sealed class ProcessorSensors : IDisposable
{
    // Asking a processor for its clock may wake it: on a large machine a few stand for all.
    private const int MostProcessors = 8;
    private const double HertzPerKilohertz = 1e3;
    private const double MillidegreesPerDegree = 1e3;

    private static readonly string[] ProcessorChips = ["coretemp", "k10temp", "zenpower", "cpu_thermal"];

    private readonly ImmutableArray<KernelFile> clocks;
    private readonly ImmutableArray<KernelFile> throttles;
    private readonly ImmutableArray<KernelFile> temperatures;

    public ProcessorSensors(string sys)
    {
        string[] processors =
        [
            .. Enumerable.Range(0, MostProcessors).Select(i => Path.Combine(sys, $"devices/system/cpu/cpu{i}")),
        ];
        clocks = Open(processors.Select(cpu => Path.Combine(cpu, "cpufreq/scaling_cur_freq")));
        throttles = Open(processors.Select(cpu => Path.Combine(cpu, "thermal_throttle/core_throttle_count")));
        temperatures = Open(ChipInputs(sys).Concat(ZoneInputs(sys)));
    }

    /// <summary>Fills in what the sensors say.</summary>
    public TelemetrySample Read(TelemetrySample sample)
    {
        long[] hertz = Values(clocks);
        long[] events = Values(throttles);
        long[] degrees = Values(temperatures);
        return sample with
        {
            CpuClockHertz = hertz.Length > 0 ? hertz.Average() * HertzPerKilohertz : null,
            CpuThrottleCount = events.Length > 0 ? events.Sum() : null,
            CpuCelsius = degrees.Length > 0 ? degrees.Max() / MillidegreesPerDegree : null,
        };
    }

    public void Dispose()
    {
        foreach (KernelFile file in clocks.Concat(throttles).Concat(temperatures))
        {
            file.Dispose();
        }
    }

    private static IEnumerable<string> ChipInputs(string sys) =>
        Directories(Path.Combine(sys, "class/hwmon"))
            .Where(chip => ProcessorChips.Contains(ReadOnce(Path.Combine(chip, "name")), StringComparer.Ordinal))
            .SelectMany(chip => Directory.GetFiles(chip, "temp*_input"));

    private static IEnumerable<string> ZoneInputs(string sys) =>
        Directories(Path.Combine(sys, "class/thermal"))
            .Where(zone => ReadOnce(Path.Combine(zone, "type")) is "x86_pkg_temp" or "cpu-thermal")
            .Select(zone => Path.Combine(zone, "temp"));

    private static string[] Directories(string path) => Directory.Exists(path) ? Directory.GetDirectories(path) : [];

    private static string? ReadOnce(string path)
    {
        using KernelFile? file = KernelFile.TryOpen(path, capacity: 128);
        return file?.Read()?.Trim();
    }

    private static ImmutableArray<KernelFile> Open(IEnumerable<string> paths) =>
        [.. paths.Select(path => KernelFile.TryOpen(path, capacity: 64)).OfType<KernelFile>()];

    private static long[] Values(ImmutableArray<KernelFile> files) =>
        [.. files.Select(file => file.Read() is string text ? ProcText.ParseLong(text) : null).OfType<long>()];
}
