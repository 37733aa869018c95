using System.Globalization;

namespace Laptime.Answers.Charts;

/// <summary>Labels of axes.</summary>
public static class AxisText
{
    /// <summary>A time on an axis: <c>10 min</c>.</summary>
    public static string Time(double seconds) =>
        seconds switch
        {
            < 60 => $"{Short(seconds)} s",
            < 3600 => $"{Short(seconds / 60)} min",
            < 86_400 => $"{Short(seconds / 3600)} h",
            _ => $"{Short(seconds / 86_400)} d",
        };

    /// <summary>A cost on an axis: <c>$0.02</c>.</summary>
    public static string Cost(double usd) =>
        usd >= 1
            ? $"${usd.ToString("#,##0", CultureInfo.InvariantCulture)}"
            : $"${usd.ToString("0.######", CultureInfo.InvariantCulture)}";

    private static string Short(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
