using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Quantities;
using Laptime.Core.Roofs;
using Laptime.Core.Statistics;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Devices;
using Laptime.Torch.Operators;

namespace Laptime.Workloads.Roofs;

/// <summary>
/// What one small operator costs through this program: the slope of time over the length of a chain of additions to a
/// single number, so that what a measurement itself costs drops out. On a GPU the chain is enqueued and then waited for.
/// </summary>
/// <param name="name">Device.</param>
/// <param name="clock">Clock.</param>
public sealed class OperatorLaunch(DeviceName name, IMonotonicClock clock)
{
    private const int Chains = 5;
    private const int Shortest = 64;

    /// <summary>Measures for a time, twenty rounds at least.</summary>
    public RoofReading.Measured Measure(Seconds seconds)
    {
        const int LeastRounds = 20;
        using var grad = GradMode.Off();
        using var number = Ops.Zeros([1], DType.Float32, name);
        var add = Operator.Find("aten::add_", "Scalar");
        Device device = new(name);
        List<double> slopes = [];
        double[] times = new double[Chains];
        double[] fastest = [.. Enumerable.Repeat(double.MaxValue, Chains)];
        Chain(Chains * Shortest);
        long start = clock.Ticks;
        while (slopes.Count < LeastRounds || (clock.Ticks - start) / (double)clock.Frequency < seconds.Value)
        {
            for (int i = 0; i < times.Length; i++)
            {
                long before = clock.Ticks;
                Chain((i + 1) * Shortest);
                times[i] = (clock.Ticks - before) / (double)clock.Frequency;
                fastest[i] = Math.Min(fastest[i], times[i]);
            }
            slopes.Add(Slope(times));
        }
        slopes.Sort();
        // Disturbances lengthen single chains and tilt the line of a round either way: the fastest chains make the line.
        double best = Slope(fastest);
        double typical = slopes[slopes.Count / 2];
        return new RoofReading.Measured(
            1 / best,
            1 / Math.Max(typical, best),
            slopes.Count,
            $"chains of {Shortest} to {Chains * Shortest} additions to one number"
        );

        void Chain(int length)
        {
            for (int i = 0; i < length; i++)
            {
                add.Run(number, 1);
            }
            device.Synchronize();
        }
    }

    /// <summary>Slope of the least-squares line, in seconds for an operator.</summary>
    private static double Slope(double[] times) => Trend.Of(times).Slope / Shortest;
}
