namespace Laptime.Core.Tests.Statistics;

/// <summary>Synthetic step times with mean about 1, in the shapes that real ones take.</summary>
internal sealed record StepSource(string Name, Func<Random, Func<double>> Start)
{
    public const int StepsPerBlock = 8;
    public const int Blocks = 16;

    public static readonly StepSource[] WellBehaved =
    [
        new("normal 1 %", random => () => 1 + (0.01 * Normal(random))),
        new("normal 5 %", random => () => 1 + (0.05 * Normal(random))),
        new("lognormal 0.1", random => () => Math.Exp(0.1 * Normal(random))),
        new("gamma 30 %", random => () => Gamma(random, 1 / 0.09) * 0.09),
        new("AR(1) 0.8, 3 %", random => Autoregressive(random, 0.8, 0.03)),
        new("AR(1) 0.95, 2 %", random => Autoregressive(random, 0.95, 0.02)),
    ];

    public static readonly StepSource[] Awkward =
    [
        new("two modes", TwoModes),
        new("stalls 2 % × 2", random => () => Noise(random) * (random.NextDouble() < 0.02 ? 2 : 1)),
        new("stalls 0.2 % × 10", random => () => Noise(random) * (random.NextDouble() < 0.002 ? 10 : 1)),
    ];

    /// <summary>Block times of one launch.</summary>
    /// <param name="random">Source of chance.</param>
    /// <param name="launchVariation">Standard deviation of the launch's own factor.</param>
    /// <param name="bursts">Whether every fifth launch is slowed 1.5 times for a tenth of its window.</param>
    public double[] Launch(Random random, double launchVariation, bool bursts)
    {
        double factor = Math.Exp(launchVariation * Normal(random));
        int steps = StepsPerBlock * Blocks;
        int burst = bursts && random.NextDouble() < 0.2 ? random.Next(steps - (steps / 10)) : int.MaxValue;
        Func<double> next = Start(random);
        double[] blocks = new double[Blocks];
        for (int i = 0; i < steps; i++)
        {
            bool slowed = i >= burst && i < (long)burst + (steps / 10);
            blocks[i / StepsPerBlock] += factor * next() * (slowed ? 1.5 : 1) / StepsPerBlock;
        }
        return blocks;
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Noise(Random random) => 1 + (0.01 * Normal(random));

    private static Func<double> Autoregressive(Random random, double rho, double deviation)
    {
        double state = Normal(random);
        return () =>
        {
            state = (rho * state) + (Math.Sqrt(1 - (rho * rho)) * Normal(random));
            return 1 + (deviation * state);
        };
    }

    private static Func<double> TwoModes(Random random)
    {
        bool slow = random.NextDouble() < 0.5;
        return () =>
        {
            slow ^= random.NextDouble() < 1 / 25.0;
            return Noise(random) * (slow ? 1.04 : 1);
        };
    }

    // Marsaglia and Tsang 2000.
    private static double Gamma(Random random, double shape)
    {
        double d = shape - (1 / 3.0);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(random);
            double v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }
}
