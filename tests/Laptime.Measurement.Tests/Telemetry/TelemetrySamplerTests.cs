using Laptime.Core.Quantities;
using Laptime.Measurement.Clocks;
using Laptime.Measurement.Telemetry;
using Laptime.Testing;

namespace Laptime.Measurement.Tests.Telemetry;

public class TelemetrySamplerTests
{
    private static readonly Seconds Interval = new(0.1);

    [Fact]
    public void ReadEdge_ShortBlocks_ReadsTheMachineAtMostTenTimesASecond()
    {
        ManualTime time = new();
        ScriptedTelemetry runtime = new(sample => sample);
        ScriptedTelemetry machine = new(sample => sample);
        using TelemetrySampler sampler = new(time, runtime, [machine], Interval, background: null);

        for (int i = 0; i < 100; i++)
        {
            sampler.ReadEdge(reserved: null, full: false);
            time.Advance(new Seconds(0.04));
        }

        runtime.Readings.ShouldBe(100);
        machine.Readings.ShouldBe(34); // 4 s, every third edge
    }

    [Fact]
    public void ReadOpening_RecordsOnlyWhatMoved()
    {
        ManualTime time = new();
        long methods = 1;
        ScriptedTelemetry runtime = new(sample => sample with { JitMethods = methods });
        using TelemetrySampler sampler = new(time, runtime, [], Interval, background: null);
        sampler.ReadEdge(reserved: null, full: true);

        sampler.ReadOpening();
        sampler.Samples.Length.ShouldBe(1);
        methods = 2;
        sampler.ReadOpening();

        sampler.Samples.Length.ShouldBe(2);
        sampler.Samples[1].JitMethods.ShouldBe(2);
    }

    [Fact]
    public void Background_LongBlock_IsReadMeanwhile()
    {
        using CountdownEvent twice = new(2);
        ScriptedTelemetry machine = new(sample =>
        {
            if (!twice.IsSet)
            {
                twice.Signal();
            }
            return sample;
        });
        using TelemetrySampler sampler = new(
            new StopwatchClock(),
            new RuntimeTelemetry(),
            [machine],
            Interval,
            background: new Seconds(0.01)
        );

        twice.Wait(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken).ShouldBeTrue();
        sampler.Samples[0].JitMethods!.Value.ShouldBeGreaterThan(0);
    }
}
