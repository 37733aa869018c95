using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Measurement.Thermal;
using Laptime.Testing;

namespace Laptime.Measurement.Tests.Thermal;

public class ConditioningTests
{
    [Fact]
    public void Run_SteadyFromTheStart_TakesOneWindow() => Run(_ => (1, 3e9, 60)).ShouldBe(("sustained", 10));

    [Fact]
    public void Run_ClockFallsThenSettles_WaitsForIt()
    {
        (string state, double seconds) = Run(t => (1, 3e9 * (1 + Math.Exp(-t / 5)), 60));

        state.ShouldBe("sustained");
        seconds.ShouldBeInRange(20, 50);
    }

    [Fact]
    public void Run_TemperatureStillRising_EndsAtCap() =>
        Run(t => (1, 3e9, 40 + (0.2 * t))).ShouldBe(("THERMAL_CAP", 60));

    [Fact]
    public void Run_NoClock_RateStandsInForIt()
    {
        Run(t => (100 - t, null, null)).ShouldBe(("THERMAL_CAP", 60));
        Run(_ => (100, null, null)).ShouldBe(("sustained", 10));
    }

    [Fact]
    public void Run_CapBelowWindow_NeverClaimsSustained() =>
        Run(_ => (1, 3e9, 60), cap: 5).ShouldBe(("THERMAL_CAP", 5));

    [Fact]
    public void Run_Cancelled_Throws()
    {
        using CancellationTokenSource cancel = new();
        cancel.Cancel();

        Should.Throw<OperationCanceledException>(() =>
            Conditioning.Run(
                () => (1, null, null),
                new ManualTime(),
                Protocol.Current.Conditioning,
                new Seconds(60),
                cancel.Token
            )
        );
    }

    private static (string State, double Seconds) Run(
        Func<double, (double Rate, double? ClockHertz, double? Celsius)> machine,
        double cap = 60
    )
    {
        ManualTime time = new();
        string state = Conditioning.Run(
            () =>
            {
                time.Advance(new Seconds(1));
                return machine(time.Ticks / 1e9);
            },
            time,
            Protocol.Current.Conditioning,
            new Seconds(cap),
            TestContext.Current.CancellationToken
        );
        return (state, time.Ticks / 1e9);
    }
}
