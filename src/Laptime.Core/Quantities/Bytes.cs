using System.Globalization;

namespace Laptime.Core.Quantities;

/// <summary>An amount of memory or storage.</summary>
/// <param name="Value">Bytes.</param>
public readonly record struct Bytes(long Value) : IComparable<Bytes>
{
    /// <summary>1 GiB = 2^30 bytes, the unit of operating systems.</summary>
    public const double PerGibibyte = 1L << 30;

    /// <summary>1 GB = 10^9 bytes, the unit of vendors.</summary>
    public const double PerGigabyte = 1e9;

    /// <summary>An amount given in GiB (2^30 bytes).</summary>
    public static Bytes FromGibibytes(double gibibytes) => new((long)Math.Round(gibibytes * PerGibibyte));

    /// <summary>An amount given in MiB (2^20 bytes).</summary>
    public static Bytes FromMebibytes(double mebibytes) => new((long)Math.Round(mebibytes * (1L << 20)));

    /// <summary>An amount given in KiB (2^10 bytes), the unit of /proc.</summary>
    public static Bytes FromKibibytes(double kibibytes) => new((long)Math.Round(kibibytes * (1L << 10)));

    /// <summary>The amount in GiB.</summary>
    public double Gibibytes => Value / PerGibibyte;

    /// <summary>The amount in GB.</summary>
    public double Gigabytes => Value / PerGigabyte;

    /// <inheritdoc />
    public int CompareTo(Bytes other) => Value.CompareTo(other.Value);

    /// <summary>Adds two amounts.</summary>
    public static Bytes operator +(Bytes a, Bytes b) => new(a.Value + b.Value);

    /// <summary>The difference of two amounts.</summary>
    public static Bytes operator -(Bytes a, Bytes b) => new(a.Value - b.Value);

    /// <summary>Whether <paramref name="a"/> is smaller.</summary>
    public static bool operator <(Bytes a, Bytes b) => a.Value < b.Value;

    /// <summary>Whether <paramref name="a"/> is larger.</summary>
    public static bool operator >(Bytes a, Bytes b) => a.Value > b.Value;

    /// <summary>Whether <paramref name="a"/> is not larger.</summary>
    public static bool operator <=(Bytes a, Bytes b) => a.Value <= b.Value;

    /// <summary>Whether <paramref name="a"/> is not smaller.</summary>
    public static bool operator >=(Bytes a, Bytes b) => a.Value >= b.Value;

    /// <summary>Binary prefix that fits: <c>1.25 GiB</c>.</summary>
    public override string ToString() =>
        Math.Abs((double)Value) switch
        {
            < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{Value} B"),
            < 1 << 20 => Format(1 << 10, "KiB"),
            < 1 << 30 => Format(1 << 20, "MiB"),
            < 1L << 40 => Format(1 << 30, "GiB"),
            _ => Format(1L << 40, "TiB"),
        };

    private string Format(double divisor, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Value / divisor:G3} {unit}");
}
