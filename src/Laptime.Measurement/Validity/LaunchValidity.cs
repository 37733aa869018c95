using Laptime.Core.Cases;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Trials;

namespace Laptime.Measurement.Validity;

/// <summary>A code raised for a launch as a whole.</summary>
/// <param name="Code">The code.</param>
/// <param name="InvalidReason">Why the launch may not score, one sentence; null if it only gets a reservation.</param>
internal sealed record LaunchFlag(string Code, string? InvalidReason);

/// <summary>Judges the whole window of a launch on its telemetry.</summary>
internal sealed class LaunchValidity(ValidityRules rules, MachineTraits machine, DeviceName device, Evidence evidence)
{
    private const int SamplesForDrift = 8;

    /// <summary>All codes for the window.</summary>
    public IEnumerable<LaunchFlag> Flags(long start, long end)
    {
        if (ForeignLoad(start, end) is double load && load > rules.ForeignLoadWarning)
        {
            yield return new LaunchFlag(
                FindingCode.NoisyHost,
                load > rules.ForeignLoad ? $"Other processes used {load:P0} of the processors." : null
            );
        }
        if (
            evidence.Growth(s => s.GcPause?.Value, start, end) is (double pause, double over)
            && pause > rules.GcPause * over
        )
        {
            yield return new LaunchFlag(FindingCode.Gc, null);
        }
        if (evidence.Growth(s => s.AllocatorReserved?.Value, start, end)?.Growth > 0)
        {
            yield return new LaunchFlag(FindingCode.Alloc, "The allocator was still growing while measuring.");
        }
        if (Drift(start, end) is double drift && drift > rules.ClockDrift)
        {
            yield return new LaunchFlag(FindingCode.ClockDrift, $"The clock changed by {drift:P1} while measuring.");
        }
        if (
            evidence
                .Values(s => s.GpuThrottleReasons, start, end)
                .Any(reasons => (reasons & NvmlClocks.SoftwareReasons) > 0)
        )
        {
            yield return new LaunchFlag(FindingCode.PowerLimited, null);
        }
        string[] states = [.. evidence.PowerStates(start, end).Distinct()];
        if (states.Length > 1)
        {
            yield return new LaunchFlag(
                FindingCode.PowerState,
                $"The power state changed while measuring, from {states[0]} to {states[^1]}."
            );
        }
        if (!device.IsCpu && machine.DrivesDisplay == true)
        {
            yield return new LaunchFlag(FindingCode.Display, null);
        }
        if (evidence.Growth(s => s.DeviceErrors, start, end)?.Growth > 0)
        {
            yield return new LaunchFlag(FindingCode.DeviceError, "The device reported errors while measuring.");
        }
    }

    /// <summary>Codes of checks for which this platform gives no evidence.</summary>
    public IEnumerable<string> Unverified()
    {
        (string Code, bool Known)[] checks =
        [
            (FindingCode.Alloc, evidence.Has(s => s.AllocatorReserved)),
            (FindingCode.ClockDrift, evidence.Has(Clock)),
            (FindingCode.Gc, evidence.Has(s => s.Gen2Collections)),
            (FindingCode.Jit, evidence.Has(s => s.JitMethods)),
            (FindingCode.NoisyHost, evidence.Has(s => s.MachineBusy) && evidence.Has(s => s.ProcessBusy)),
            (FindingCode.Paging, evidence.Has(s => s.MajorFaults)),
            (FindingCode.PowerState, evidence.PowerStates(long.MinValue, long.MaxValue).Any()),
            (FindingCode.Steal, evidence.Has(s => s.MachineSteal)),
            (
                FindingCode.Throttle,
                device.IsCpu ? evidence.Has(s => s.CpuThrottleCount) : evidence.Has(s => s.GpuThrottleReasons)
            ),
            (FindingCode.DeviceError, device.IsCpu || evidence.Has(s => s.DeviceErrors)),
            (FindingCode.Display, device.IsCpu || machine.DrivesDisplay is not null),
            (FindingCode.ForeignGpu, device.IsCpu || evidence.Has(s => s.GpuForeignProcesses)),
        ];
        return checks.Where(check => !check.Known).Select(check => check.Code);
    }

    private double? ForeignLoad(long start, long end) =>
        evidence.Growth(s => s.MachineBusy?.Value, start, end) is (double machineBusy, double seconds)
        && evidence.Growth(s => s.ProcessBusy?.Value, start, end) is (double own, _)
            ? (machineBusy - own) / (machine.Processors * seconds)
            : null;

    private double? Clock(TelemetrySample sample) => device.IsCpu ? sample.CpuClockHertz : sample.GpuClockHertz;

    private double? Drift(long start, long end)
    {
        double[] clocks = [.. evidence.Values(Clock, start, end)];
        if (clocks.Length < SamplesForDrift)
        {
            return null;
        }
        int quarter = clocks.Length / 4;
        return Math.Abs((clocks[^quarter..].Average() / clocks[..quarter].Average()) - 1);
    }
}
