namespace Laptime.Answers.Charts;

/// <summary>A logarithmic axis a little wider than what it shows.</summary>
/// <param name="Low">Lower end; above zero.</param>
/// <param name="High">Upper end; above the lower.</param>
public readonly record struct LogAxis(double Low, double High)
{
    private const double Margin = 0.06;
    private static readonly double[] TimeSteps =
    [
        1,
        2,
        5,
        10,
        20,
        30,
        60,
        120,
        300,
        600,
        1200,
        1800,
        3600,
        7200,
        18_000,
        36_000,
        86_400,
        172_800,
        432_000,
        864_000,
        1_728_000,
        4_320_000,
        8_640_000,
        31_536_000,
        315_360_000,
    ];

    /// <summary>An axis for values above zero; others are ignored.</summary>
    public static LogAxis Over(IEnumerable<double> values)
    {
        double[] known = [.. values.Where(value => value > 0 && double.IsFinite(value))];
        if (known.Length == 0)
        {
            return new LogAxis(1, 10);
        }
        (double low, double high) = (known.Min(), known.Max());
        double margin = Math.Max(Math.Pow(high / low, Margin), 1.15);
        return new LogAxis(low / margin, high * margin);
    }

    /// <summary>Where a value stands, from 0 at the lower end to 1 at the upper.</summary>
    public double Position(double value) => Math.Clamp(Math.Log(value / Low) / Math.Log(High / Low), 0, 1);

    /// <summary>Values to label, 1, 2 and 5 in every power of ten, or only the powers where there are many.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            (double low, double high) = (Low, High);
            int first = (int)Math.Floor(Math.Log10(low));
            int last = (int)Math.Ceiling(Math.Log10(high));
            double[] steps =
                last - first > 5 ? [1]
                : last - first > 3 ? [1, 3]
                : [1, 2, 5];
            return from exponent in Enumerable.Range(first, last - first + 1)
                from step in steps
                let tick = step * Math.Pow(10, exponent)
                where tick >= low && tick <= high
                select tick;
        }
    }

    /// <summary>Times to label: round numbers of seconds, minutes, hours and days.</summary>
    public IEnumerable<double> TimeTicks
    {
        get
        {
            (double low, double high) = (Low, High);
            double[] all = [.. TimeSteps.Where(step => step >= low && step <= high)];
            int every = Math.Max(1, (all.Length + 5) / 7);
            return all.Where((_, i) => i % every == 0);
        }
    }
}
