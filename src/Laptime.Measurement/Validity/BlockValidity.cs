using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Trials;

namespace Laptime.Measurement.Validity;

/// <summary>Flags single blocks on what the telemetry says of their time; the block's own value plays no part.</summary>
internal sealed class BlockValidity(ValidityRules rules, MachineTraits machine, Evidence evidence)
{
    /// <summary>Codes for which a block is dropped; the others only warn.</summary>
    public static readonly IReadOnlySet<string> Dropping = new HashSet<string>(StringComparer.Ordinal)
    {
        FindingCode.Throttle,
        FindingCode.Steal,
        FindingCode.Paging,
        FindingCode.Jit,
        FindingCode.ForeignGpu,
    };

    /// <summary>All codes for the span.</summary>
    public IEnumerable<string> Flags(long start, long end)
    {
        if (IsThrottled(start, end))
        {
            yield return FindingCode.Throttle;
        }
        if (IsStolen(start, end))
        {
            yield return FindingCode.Steal;
        }
        if (Grew(sample => sample.MajorFaults, start, end) || Grew(sample => sample.SwapIns, start, end))
        {
            yield return FindingCode.Paging;
        }
        if (Grew(sample => sample.JitMethods, start, end))
        {
            yield return FindingCode.Jit;
        }
        if (Grew(sample => sample.Gen2Collections, start, end))
        {
            yield return FindingCode.Gc;
        }
        if (evidence.Values(sample => sample.GpuForeignProcesses, start, end).Any(others => others > 0))
        {
            yield return FindingCode.ForeignGpu;
        }
    }

    private bool IsStolen(long start, long end) =>
        evidence.Growth(sample => sample.MachineSteal?.Value, start, end) is (double stolen, double seconds)
        && stolen > rules.Steal * machine.Processors * seconds
        && stolen > (rules.StealTicks - 0.5) * machine.CounterTick.Value;

    private bool IsThrottled(long start, long end) =>
        Grew(sample => sample.CpuThrottleCount, start, end)
        || evidence
            .Values(sample => sample.GpuThrottleReasons, start, end)
            .Any(reasons => (reasons & NvmlClocks.HardwareReasons) > 0)
        || evidence
            .Values(sample => sample.GpuClockHertz, start, end)
            .Any(hertz => hertz < rules.ThrottledClock * HighestGpuClock);

    private double HighestGpuClock { get; } =
        evidence.Values(sample => sample.GpuClockHertz, long.MinValue, long.MaxValue).DefaultIfEmpty().Max();

    private bool Grew(Func<TelemetrySample, double?> counter, long start, long end) =>
        evidence.Growth(counter, start, end)?.Growth > 0;
}

/// <summary>Bits of NVML's clock event reasons (nvml.h, nvmlClocksEventReason…).</summary>
internal static class NvmlClocks
{
    private const long SoftwarePowerCap = 0x4;
    private const long HardwareSlowdown = 0x8;
    private const long SoftwareThermal = 0x20;
    private const long HardwareThermal = 0x40;
    private const long HardwarePowerBrake = 0x80;

    /// <summary>The hardware protects itself.</summary>
    public const long HardwareReasons = HardwareSlowdown | HardwareThermal | HardwarePowerBrake;

    /// <summary>A limit set in software is at work.</summary>
    public const long SoftwareReasons = SoftwarePowerCap | SoftwareThermal;
}
