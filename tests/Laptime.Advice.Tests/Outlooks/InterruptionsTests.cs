using Laptime.Advice.Outlooks;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Tests.Outlooks;

public class InterruptionsTests
{
    private static readonly Seconds Hour = new(3600);

    [Theory]
    [InlineData(10, 10, 600, 0.05)]
    [InlineData(10, 1, 600, 0.2)]
    [InlineData(30, 60, 300, 0.5)]
    [InlineData(2, 4, 0, 1)]
    public void ExpectedLoss_IsDalysFormula(double hours, int segments, double restart, double perHour)
    {
        Interruptions interruptions = new(Hour * hours, segments, new Seconds(restart), perHour);

        double m = 3600 / perHour;
        double s = hours * 3600 / segments;
        // Daly 2006: T = M·e^(R/M)·(e^(s/M) − 1)·n, with nothing lost where nothing is interrupted.
        double total = m * Math.Exp(restart / m) * (Math.Exp(s / m) - 1) * segments;
        (hours * 3600 + interruptions.ExpectedLoss.Value).ShouldBe(total, total * 1e-9);
    }

    [Theory]
    [InlineData(10, 20, 600, 0.05)]
    [InlineData(10, 20, 600, 0.5)]
    [InlineData(5, 1, 300, 0.1)]
    [InlineData(48, 96, 600, 0.05)]
    public void Loss_AgreesWithASimulationOfMoments(double hours, int segments, double restart, double perHour)
    {
        Interruptions interruptions = new(Hour * hours, segments, new Seconds(restart), perHour);
        double[] losses = Simulate(hours * 3600, segments, restart, perHour / 3600, 40_000);

        double mean = losses.Average();
        double error = Math.Sqrt(losses.Average(l => (l - mean) * (l - mean)) / losses.Length);
        interruptions.ExpectedLoss.Value.ShouldBe(mean, 4 * error + 1e-9);
        foreach (double probability in (double[])[0.05, 0.5, 0.95])
        {
            double computed = interruptions.LossAt(probability).Value;
            // Where half of all runs lose nothing the quantile lies in a jump: its rank is what must agree.
            double below = losses.Count(loss => loss <= computed + 1e-6) / (double)losses.Length;
            double strictly = losses.Count(loss => loss < computed - 1e-6) / (double)losses.Length;
            below.ShouldBeGreaterThan(probability - 0.03);
            strictly.ShouldBeLessThan(probability + 0.03);
        }
    }

    [Fact]
    public void Draw_HasTheMeanOfTheFormula()
    {
        Interruptions interruptions = new(Hour * 10, 20, new Seconds(600), 0.5);
        Random random = new(7);

        double[] losses = [.. Enumerable.Range(0, 40_000).Select(_ => interruptions.Draw(random).Loss.Value)];

        double mean = losses.Average();
        double error = Math.Sqrt(losses.Average(l => (l - mean) * (l - mean)) / losses.Length);
        interruptions.ExpectedLoss.Value.ShouldBe(mean, 4 * error);
    }

    [Fact]
    public void ExpectedLoss_RareInterruptions_IsHalfASegmentAndASetupEach()
    {
        Interruptions interruptions = new(Hour * 10, 20, new Seconds(600), 1e-4);

        double perInterruption = interruptions.ExpectedLoss.Value / interruptions.ExpectedCount;

        perInterruption.ShouldBe(900 + 600, 1);
        interruptions.ExpectedCount.ShouldBe(10 * 1e-4, 1e-6);
    }

    [Fact]
    public void Optimum_IsWhereTheExpectedTimeIsLeast()
    {
        Seconds every = CheckpointInterval.Optimum(new Seconds(30), Hour * 20);
        every.Value.ShouldBe(Math.Sqrt(2 * 30 * 72_000), 1e-9);

        double Total(double interval)
        {
            int segments = (int)Math.Round(100 * 3600 / interval);
            Seconds exposed = new((100 * 3600) + (30.0 * segments));
            return exposed.Value + new Interruptions(exposed, segments, new Seconds(600), 0.05).ExpectedLoss.Value;
        }
        Total(every.Value).ShouldBeLessThan(Total(every.Value * 1.5));
        Total(every.Value).ShouldBeLessThan(Total(every.Value / 1.5));
    }

    // Moment by moment, without any formula: exponential times to the next interruption, set-ups interrupted too.
    private static double[] Simulate(double exposed, int segments, double restart, double perSecond, int runs)
    {
        Random random = new(42);
        double[] losses = new double[runs];
        for (int run = 0; run < runs; run++)
        {
            double clock = 0;
            double next = Exponential();
            for (int done = 0; done < segments; )
            {
                double end = clock + (exposed / segments);
                if (next >= end)
                {
                    (clock, done) = (end, done + 1);
                    continue;
                }
                do
                {
                    clock = next;
                    next = clock + Exponential();
                } while (next < clock + restart);
                clock += restart;
            }
            losses[run] = clock - exposed;

            double Exponential() => -Math.Log(1 - random.NextDouble()) / perSecond;
        }
        return losses;
    }
}
