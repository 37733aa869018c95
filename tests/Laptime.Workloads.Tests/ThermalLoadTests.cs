using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Tests;

namespace Laptime.Workloads.Tests;

public sealed class ThermalLoadTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    [Fact]
    public void Run_LoadsForTheTimeAndCounts()
    {
        using var load = new ThermalLoad(DeviceName.Cpu);

        // A round is 2 · 1024³ FLOP: between a thousandth of a second and some seconds on any processor.
        load.Run(new Seconds(0.1)).ShouldBeInRange(0.1, 5000);
        load.Run(new Seconds(0)).ShouldBeInRange(0.1, 5000);
    }
}
