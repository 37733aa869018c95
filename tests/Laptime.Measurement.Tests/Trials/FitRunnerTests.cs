using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Measurement.Trials;
using Laptime.Measurement.Validity;
using Laptime.Testing;

namespace Laptime.Measurement.Tests.Trials;

public sealed class FitRunnerTests
{
    private readonly ManualTime time = new();

    [Theory]
    [InlineData(10.0, 4)] // three steps, and one on new input
    [InlineData(0.05, 10)] // 0.4 s of steps after the first
    public void Measure_StepTime_DecidesHowMany(double seconds, int steps)
    {
        ScriptedWorkload workload = new(time, _ => seconds);

        TrialSamples samples = Measure(workload, token: TestContext.Current.CancellationToken);

        workload.StepsDone.ShouldBeInRange(steps, steps + 1); // a sum of 0.05 may fall short of 0.4 by a rounding
        samples.Blocks[0].Phase.ShouldBe(Phase.Warmup);
        samples.Blocks.Skip(1).ShouldAllBe(block => block.Phase == Phase.Measurement);
        samples.Blocks[^1].PerStep.Value.ShouldBe(seconds, 1e-6);
        (samples.ItemsPerStep, samples.ItemName, samples.InvalidReason).ShouldBe((8, "image", null));
    }

    [Fact]
    public void Measure_RenewsTheInput_AsATrialDoes()
    {
        ScriptedWorkload workload = new(time, _ => 1);

        Measure(workload, Some.Request() with { Seed = 77 }, TestContext.Current.CancellationToken);

        workload.InputSeed.ShouldBe(77);
    }

    [Fact]
    public void Measure_Cancelled_EndsBetweenSteps()
    {
        using CancellationTokenSource cancel = new();
        ScriptedWorkload workload = new(time, _ => 1) { OnStep = step => _ = step == 1 ? cancel.CancelAsync() : null };

        Should.Throw<OperationCanceledException>(() => Measure(workload, token: cancel.Token));

        workload.StepsDone.ShouldBe(2);
    }

    private TrialSamples Measure(
        ScriptedWorkload workload,
        TrialRequest? request = null,
        CancellationToken token = default
    )
    {
        TrialInstruments instruments = new()
        {
            Clock = time,
            Time = time,
            Runtime = new ScriptedTelemetry(sample => sample),
            Sources = [],
            Machine = new MachineTraits(Processors: 2, CounterTick: new Seconds(0.01), DrivesDisplay: null),
            BackgroundTelemetry = null,
        };
        return new FitRunner(Protocol.Current.Validity, instruments).Measure(
            workload,
            request ?? Some.Request(),
            progress: null,
            token
        );
    }
}
