using Laptime.Core.Clocks;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Statistics;
using Laptime.Measurement.Clocks;

namespace Laptime.Measurement.Thermal;

/// <summary>State of the machine after one slice of load.</summary>
/// <param name="At">Time since conditioning began.</param>
/// <param name="Rate">What the load achieved, in any unit; above 0.</param>
/// <param name="ClockHertz">Clock of the loaded device; null: not known, and the rate stands in for it.</param>
/// <param name="Celsius">Temperature of the loaded device; null: not known.</param>
public readonly record struct ThermalReading(Seconds At, double Rate, double? ClockHertz, double? Celsius);

/// <summary>Brings the machine to the thermal state that long training would put it in.</summary>
public static class Conditioning
{
    /// <summary>State in which clocks and temperatures have settled under load.</summary>
    public const string Sustained = "sustained";

    /// <summary>The load ran as long as it may, and the state had not settled.</summary>
    public const string ThermalCap = "THERMAL_CAP";

    /// <summary>
    /// Whether the readings of the last window, which must be full, show trends of less than 1 % in the clock and less
    /// than 1 °C in the temperature over its length.
    /// </summary>
    public static bool IsSustained(IReadOnlyList<ThermalReading> readings, ConditioningRules rules)
    {
        if (readings.Count == 0 || readings[^1].At < rules.Window)
        {
            return false;
        }
        Seconds from = readings[^1].At - rules.Window;
        ThermalReading[] window = [.. readings.Where(reading => reading.At >= from)];
        if (window.Length < 3)
        {
            return false;
        }
        double[] speeds = window.All(reading => reading.ClockHertz is not null)
            ? [.. window.Select(reading => reading.ClockHertz!.Value)]
            : [.. window.Select(reading => reading.Rate)];
        double[] degrees = [.. window.Select(reading => reading.Celsius).OfType<double>()];
        return Change(speeds) < rules.RateChange * speeds.Average()
            && (degrees.Length < window.Length || Change(degrees) < rules.TemperatureChange);
    }

    /// <summary>Runs load slices until the state is sustained or the cap is reached.</summary>
    /// <param name="slice">Loads the device for about a second and says what it achieved and what the sensors show.</param>
    /// <param name="clock">Clock.</param>
    /// <param name="rules">When the state counts as sustained.</param>
    /// <param name="cap">Most time to spend.</param>
    /// <param name="cancellationToken">Heeded between slices.</param>
    /// <returns><see cref="Sustained"/> or <see cref="ThermalCap"/>.</returns>
    public static string Run(
        Func<(double Rate, double? ClockHertz, double? Celsius)> slice,
        IMonotonicClock clock,
        ConditioningRules rules,
        Seconds cap,
        CancellationToken cancellationToken
    )
    {
        List<ThermalReading> readings = [];
        long start = clock.Ticks;
        while (clock.Since(start) < cap)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (double rate, double? hertz, double? celsius) = slice();
            readings.Add(new ThermalReading(clock.Since(start), rate, hertz, celsius));
            if (IsSustained(readings, rules))
            {
                return Sustained;
            }
        }
        return ThermalCap;
    }

    private static double Change(double[] values) => Math.Abs(Trend.Of(values).Slope) * (values.Length - 1);
}
