using System.Globalization;

namespace Laptime.Core.Quantities;

/// <summary>A duration in seconds. A <see cref="double"/>, because <see cref="TimeSpan"/> stops at 100 ns.</summary>
/// <param name="Value">Seconds.</param>
public readonly record struct Seconds(double Value) : IComparable<Seconds>
{
    /// <summary>No time at all.</summary>
    public static Seconds Zero => default;

    /// <summary>A duration given in milliseconds.</summary>
    public static Seconds FromMilliseconds(double milliseconds) => new(milliseconds / 1e3);

    /// <summary>A duration given as a <see cref="TimeSpan"/>.</summary>
    public static Seconds From(TimeSpan span) => new(span.TotalSeconds);

    /// <summary>The duration as a <see cref="TimeSpan"/>, rounded to 100 ns.</summary>
    public TimeSpan ToTimeSpan() => TimeSpan.FromSeconds(Value);

    /// <inheritdoc />
    public int CompareTo(Seconds other) => Value.CompareTo(other.Value);

    /// <summary>Adds two durations.</summary>
    public static Seconds operator +(Seconds a, Seconds b) => new(a.Value + b.Value);

    /// <summary>The difference of two durations.</summary>
    public static Seconds operator -(Seconds a, Seconds b) => new(a.Value - b.Value);

    /// <summary>A multiple of a duration.</summary>
    public static Seconds operator *(Seconds a, double factor) => new(a.Value * factor);

    /// <summary>A part of a duration.</summary>
    public static Seconds operator /(Seconds a, double divisor) => new(a.Value / divisor);

    /// <summary>How many times <paramref name="b"/> fits into <paramref name="a"/>.</summary>
    public static double operator /(Seconds a, Seconds b) => a.Value / b.Value;

    /// <summary>Whether <paramref name="a"/> is shorter.</summary>
    public static bool operator <(Seconds a, Seconds b) => a.Value < b.Value;

    /// <summary>Whether <paramref name="a"/> is longer.</summary>
    public static bool operator >(Seconds a, Seconds b) => a.Value > b.Value;

    /// <summary>Whether <paramref name="a"/> is not longer.</summary>
    public static bool operator <=(Seconds a, Seconds b) => a.Value <= b.Value;

    /// <summary>Whether <paramref name="a"/> is not shorter.</summary>
    public static bool operator >=(Seconds a, Seconds b) => a.Value >= b.Value;

    /// <summary>Four significant digits with the prefix that fits: <c>12.34 ms</c>.</summary>
    public override string ToString() =>
        Math.Abs(Value) switch
        {
            0 => "0 s",
            < 1e-6 => Format(1e9, "ns"),
            < 1e-3 => Format(1e6, "µs"),
            < 1 => Format(1e3, "ms"),
            < 120 => Format(1, "s"),
            < 7200 => Format(1 / 60.0, "min"),
            _ => Format(1 / 3600.0, "h"),
        };

    private string Format(double factor, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Value * factor:G4} {unit}");
}
