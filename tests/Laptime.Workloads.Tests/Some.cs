using Laptime.Core.Cases;
using Case = Laptime.Core.Cases.Case;

namespace Laptime.Workloads.Tests;

/// <summary>Unremarkable cases, small enough for a test.</summary>
internal static class Some
{
    public static Case Case(
        string workload = "mobilenetv2",
        Scenario scenario = Scenario.Infer,
        Mode mode = Mode.Stock,
        Precision precision = Precision.Fp32,
        int batch = 1
    )
    {
        var shape = WorkloadDefinition.All[workload].Shape;
        return new Case
        {
            Workload = workload,
            Scenario = scenario,
            Batch = batch,
            Precision = precision,
            Mode = mode,
            Device = DeviceName.Cpu,
            Threads = 1,
            Shape = shape.ContainsKey("image") ? shape.SetItem("image", 64) : shape.SetItem("sequence", 8),
        };
    }
}
