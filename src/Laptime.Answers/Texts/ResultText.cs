using System.Globalization;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Results;

namespace Laptime.Answers.Texts;

/// <summary>Results in few words.</summary>
public static class ResultText
{
    /// <summary>Items per second with the interval, or how far the case has come.</summary>
    public static string Rate(CaseResult result) =>
        result switch
        {
            { ItemsPerSecond: { } rate, HalfWidth: { } halfWidth and > 0 } => Figures.WithInterval(
                rate,
                rate * halfWidth
            ),
            { ItemsPerSecond: { } rate } => $"{rate.ToString("G3", CultureInfo.InvariantCulture)} ± ?",
            _ => CaseText.Word(result.Status),
        };

    /// <summary>A speed-up with its interval: <c>1.52 (1.48 to 1.56)</c>.</summary>
    public static string SpeedUp(RatioRow row)
    {
        string ratio = row.SpeedUp.ToString("G4", CultureInfo.InvariantCulture);
        return row.Interval is { } interval
            ? string.Create(CultureInfo.InvariantCulture, $"{ratio} ({interval.Low:G4} to {interval.High:G4})")
            : $"{ratio} (± ?)";
    }

    /// <summary>
    /// Mean and standard deviation of a sub-test as the original rounds them: whole milliseconds where the deviation is
    /// above 1 ms and the mean above 100 ms, else one decimal.
    /// </summary>
    public static string Times(SubTestFigure figure)
    {
        double mean = figure.Mean.Value * 1e3;
        if (figure.Deviation is not { } deviation)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{mean:F1} ms");
        }
        double std = deviation.Value * 1e3;
        return std > 1 && mean > 100
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(mean):F0} ± {Math.Round(std):F0} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{mean:F1} ± {std:F1} ms");
    }
}
