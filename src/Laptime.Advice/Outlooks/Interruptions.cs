using Laptime.Core.Quantities;
using Laptime.Core.Statistics;

namespace Laptime.Advice.Outlooks;

/// <summary>
/// What interruptions at random moments (a Poisson process) do to work that is saved at checkpoints: equal segments,
/// each repeated until it passes without an interruption; after each interruption the machine is set up again, which an
/// interruption may interrupt too. The mean is that of Daly ("A higher order estimate of the optimum checkpoint
/// interval for restart dumps", 2006): n·M·e^(R/M)·(e^(s/M) − 1).
/// </summary>
public sealed class Interruptions
{
    private const double Hour = 3600;

    private readonly double perSecond;
    private readonly double segment;
    private readonly double restart;
    private readonly int segments;

    /// <summary>Interruptions of some work.</summary>
    /// <param name="exposed">Time that the work takes uninterrupted, checkpoints included; above zero.</param>
    /// <param name="segments">Parts into which checkpoints divide it; at least 1.</param>
    /// <param name="restart">Set-up after an interruption.</param>
    /// <param name="perHour">Interruptions per hour; above zero.</param>
    public Interruptions(Seconds exposed, int segments, Seconds restart, double perHour)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(exposed, Seconds.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(segments);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perHour);
        perSecond = perHour / Hour;
        this.segments = segments;
        segment = exposed.Value / segments;
        // Mean of the set-ups until one is not interrupted.
        this.restart = ExpMinusOne(perSecond * restart.Value) / perSecond;
    }

    /// <summary>Expected interruptions of the work: n·(e^(s/M) − 1).</summary>
    public double ExpectedCount => segments * ExpMinusOne(perSecond * segment);

    /// <summary>Expected time lost: what was not saved, and the set-ups.</summary>
    public Seconds ExpectedLoss => new(ExpectedCount * MeanLoss);

    private double MeanLoss => MeanWorkLost + restart;

    // Mean of an exponential time, given that it is shorter than the segment: M − s/(e^(s/M) − 1); near half of it.
    private double MeanWorkLost =>
        perSecond * segment < 1e-6 ? segment / 2 : (1 / perSecond) - (segment / ExpMinusOne(perSecond * segment));

    private double VarianceOfLoss
    {
        get
        {
            double x = perSecond * segment;
            // M² − s²·e^x/(e^x − 1)²; near s²/12.
            double variance =
                x < 1e-3
                    ? segment * segment / 12
                    : (1 / (perSecond * perSecond)) - (segment * segment / Math.Pow(2 * Math.Sinh(x / 2), 2));
            return Math.Max(0, variance);
        }
    }

    /// <summary>
    /// The loss that is not exceeded with a probability. The number of interruptions is negative binomial; given the
    /// number, the sum of the losses is taken as normal. Computed, not simulated.
    /// </summary>
    public Seconds LossAt(double probability)
    {
        double high = Math.Max(1, ExpectedCount) * (MeanLoss + segment) * 4;
        while (Cumulative(high) < probability && high < 1e12)
        {
            high *= 2;
        }
        if (Cumulative(0) >= probability)
        {
            return Seconds.Zero;
        }
        double low = 0;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Cumulative(middle) < probability ? (middle, high) : (low, middle);
        }
        return new Seconds(high);
    }

    /// <summary>A loss and the number of interruptions behind it, drawn at random.</summary>
    public (Seconds Loss, int Count) Draw(Random random)
    {
        double pass = Math.Exp(-perSecond * segment);
        double uniform = random.NextDouble();
        double weight = Math.Exp(-perSecond * segment * segments);
        double sum = weight;
        int count = 0;
        while (sum < uniform && count < 100_000)
        {
            count++;
            weight *= (1 - pass) * (segments + count - 1) / count;
            sum += weight;
        }
        double loss = 0;
        for (int i = 0; i < count; i++)
        {
            loss += -Math.Log(1 - (random.NextDouble() * (1 - pass))) / perSecond;
            loss += restart;
        }
        return (new Seconds(loss), count);
    }

    // e^x − 1 = 2·sinh(x/2)·e^(x/2), exact where x is small.
    private static double ExpMinusOne(double x) => 2 * Math.Sinh(x / 2) * Math.Exp(x / 2);

    private double Cumulative(double loss)
    {
        double pass = Math.Exp(-perSecond * segment);
        double weight = Math.Exp(-perSecond * segment * segments);
        double deviation = Math.Sqrt(VarianceOfLoss);
        double total = weight;
        double below = weight;
        int most = (int)Math.Min(100_000, 50 + (20 * ExpectedCount));
        for (int count = 1; count <= most && total < 1 - 1e-12; count++)
        {
            weight *= (1 - pass) * (segments + count - 1) / count;
            total += weight;
            double mean = count * MeanLoss;
            double spread = deviation * Math.Sqrt(count);
            double z = spread > 0 ? (loss - mean) / spread : Math.Sign(loss - mean) * 40;
            below += weight * Quantiles.NormalCumulative(z);
        }
        return below;
    }
}
