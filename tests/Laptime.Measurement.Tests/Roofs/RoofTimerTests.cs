using Laptime.Core.Quantities;
using Laptime.Core.Roofs;
using Laptime.Measurement.Roofs;
using Laptime.Testing;

namespace Laptime.Measurement.Tests.Roofs;

public class RoofTimerTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void Measure_Disturbed_BestIsTheUndisturbedRate()
    {
        using ScriptedLoad load = new(time, run => run % 3 == 0 ? 0.01 : 0.02);

        RoofReading.Measured reading = new RoofTimer(time).Measure(load, new Seconds(1));

        reading.Best.ShouldBe(100 / 0.01, 1e-6);
        reading.Typical.ShouldBe(100 / 0.02, 1e-6);
        reading.Repetitions.ShouldBeInRange(60, 62);
        reading.Method.ShouldBe("scripted");
    }

    [Fact]
    public void Measure_ShortRepetitions_AreTimedTogether()
    {
        using ScriptedLoad load = new(time, _ => 1e-4);

        RoofReading.Measured reading = new RoofTimer(time).Measure(load, new Seconds(0.5));

        reading.Best.ShouldBe(100 / 1e-4, 1e-3);
        load.Largest.ShouldBe(32); // 3.2 ms is the first doubling of 0.1 ms above 2 ms
    }

    [Fact]
    public void Measure_LongRepetitions_FiveAreMade()
    {
        using ScriptedLoad load = new(time, _ => 10);

        new RoofTimer(time).Measure(load, new Seconds(1)).Repetitions.ShouldBe(5);
    }

    [Fact]
    public void MeasureFastest_SeveralWays_TakesTheFastest()
    {
        RoofReading.Measured? reading = new RoofTimer(time).MeasureFastest(
            ["slow", "none", "fast"],
            name => name == "none" ? null : new ScriptedLoad(time, _ => name == "fast" ? 0.01 : 0.03) { Method = name },
            new Seconds(1)
        );

        reading!.Method.ShouldBe("fast");
        reading.Best.ShouldBe(100 / 0.01, 1e-6);
    }

    [Fact]
    public void MeasureFastest_NoWay_IsNull() =>
        new RoofTimer(time).MeasureFastest(["a", "b"], _ => null, new Seconds(1)).ShouldBeNull();

    private sealed class ScriptedLoad(ManualTime time, Func<int, double> seconds) : IRoofLoad
    {
        private int runs;

        public int Largest { get; private set; }

        public double Amount => 100;

        public string Method { get; init; } = "scripted";

        public void Run(int times)
        {
            Largest = Math.Max(Largest, times);
            for (int i = 0; i < times; i++)
            {
                time.Advance(new Seconds(seconds(runs++)));
            }
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
