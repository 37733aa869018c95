using System.Globalization;

namespace Laptime.Core.Quantities;

/// <summary>An amount of money in US dollars. Exact: nothing is rounded before it is printed.</summary>
/// <param name="Value">Dollars.</param>
public readonly record struct Usd(decimal Value) : IComparable<Usd>
{
    /// <summary>Nothing.</summary>
    public static Usd Zero => default;

    /// <inheritdoc />
    public int CompareTo(Usd other) => Value.CompareTo(other.Value);

    /// <summary>Adds two amounts.</summary>
    public static Usd operator +(Usd a, Usd b) => new(a.Value + b.Value);

    /// <summary>The difference of two amounts.</summary>
    public static Usd operator -(Usd a, Usd b) => new(a.Value - b.Value);

    /// <summary>A multiple of an amount.</summary>
    public static Usd operator *(Usd a, decimal factor) => new(a.Value * factor);

    /// <summary>Whether <paramref name="a"/> is less.</summary>
    public static bool operator <(Usd a, Usd b) => a.Value < b.Value;

    /// <summary>Whether <paramref name="a"/> is more.</summary>
    public static bool operator >(Usd a, Usd b) => a.Value > b.Value;

    /// <summary>Whether <paramref name="a"/> is not more.</summary>
    public static bool operator <=(Usd a, Usd b) => a.Value <= b.Value;

    /// <summary>Whether <paramref name="a"/> is not less.</summary>
    public static bool operator >=(Usd a, Usd b) => a.Value >= b.Value;

    /// <summary>Whole cents, or three significant digits where less than ten cents are at stake: <c>$12.40</c>, <c>$0.0104</c>.</summary>
    public override string ToString() =>
        Math.Abs(Value) is > 0 and < 0.1m
            ? string.Create(CultureInfo.InvariantCulture, $"{(Value < 0 ? "-" : "")}${(double)Math.Abs(Value):0.00##}")
            : string.Create(CultureInfo.InvariantCulture, $"{(Value < 0 ? "-" : "")}${Math.Abs(Value):N2}");
}

/// <summary>A price per hour in US dollars.</summary>
/// <param name="Value">Dollars per hour.</param>
public readonly record struct UsdPerHour(decimal Value) : IComparable<UsdPerHour>
{
    /// <inheritdoc />
    public int CompareTo(UsdPerHour other) => Value.CompareTo(other.Value);

    /// <summary>What a time costs at a price.</summary>
    public static Usd operator *(UsdPerHour price, Seconds time) => new(price.Value * (decimal)time.Value / 3600m);

    /// <summary>Whether <paramref name="a"/> is lower.</summary>
    public static bool operator <(UsdPerHour a, UsdPerHour b) => a.Value < b.Value;

    /// <summary>Whether <paramref name="a"/> is higher.</summary>
    public static bool operator >(UsdPerHour a, UsdPerHour b) => a.Value > b.Value;

    /// <summary>Whether <paramref name="a"/> is not higher.</summary>
    public static bool operator <=(UsdPerHour a, UsdPerHour b) => a.Value <= b.Value;

    /// <summary>Whether <paramref name="a"/> is not lower.</summary>
    public static bool operator >=(UsdPerHour a, UsdPerHour b) => a.Value >= b.Value;

    /// <summary>As an amount, per hour: <c>$0.95/h</c>.</summary>
    public override string ToString() => $"{new Usd(Value)}/h";
}
