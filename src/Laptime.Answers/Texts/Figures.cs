using System.Globalization;
using Laptime.Core.Quantities;

namespace Laptime.Answers.Texts;

/// <summary>Writes figures as people read them; the same on every machine.</summary>
public static class Figures
{
    /// <summary>
    /// A value with its interval, both to the second significant digit of the interval's half-width:
    /// <c>1,234.0 ± 5.2</c>.
    /// </summary>
    /// <param name="value">Centre of the interval, finite.</param>
    /// <param name="halfWidth">Half of its width, in the unit of the value; finite and above zero.</param>
    public static string WithInterval(double value, double halfWidth)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(halfWidth);
        double rounded = RoundTo(halfWidth, Exponent(halfWidth) - 1);
        int last = Exponent(rounded) - 1;
        return $"{Write(value, last)} ± {Write(rounded, last)}";
    }

    /// <summary>A relative half-width as a percentage with two significant digits: <c>± 0.42 %</c>.</summary>
    /// <param name="fraction">Half-width divided by the value, finite and above zero.</param>
    public static string RelativeInterval(double fraction)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fraction);
        double percent = RoundTo(fraction * 100, Exponent(fraction * 100) - 1);
        return $"± {Write(percent, Exponent(percent) - 1)} %";
    }

    /// <summary>A span of time to wait or look back on: <c>48 s</c>, <c>4 min 05 s</c>, <c>2 h 03 min</c>.</summary>
    public static string Span(Seconds span)
    {
        if (span.Value < 1)
        {
            return span.ToString();
        }
        long seconds = (long)Math.Round(span.Value);
        return seconds switch
        {
            < 60 => $"{seconds} s",
            < 3600 => $"{seconds / 60} min {seconds % 60:00} s",
            _ => $"{seconds / 3600} h {seconds / 60 % 60:00} min",
        };
    }

    /// <summary>Decimal exponent of the first significant digit: 2 for 523, -1 for 0.5.</summary>
    private static int Exponent(double value) => (int)Math.Floor(Math.Log10(value));

    private static double RoundTo(double value, int exponent)
    {
        double unit = Math.Pow(10, exponent);
        return Math.Round(value / unit) * unit;
    }

    private static string Write(double value, int lastExponent) =>
        lastExponent < 0
            ? value.ToString($"N{-lastExponent}", CultureInfo.InvariantCulture)
            : RoundTo(value, lastExponent).ToString("N0", CultureInfo.InvariantCulture);
}
