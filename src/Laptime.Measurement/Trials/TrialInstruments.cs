using System.Collections.Immutable;
using System.Diagnostics;
using Laptime.Core.Clocks;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Measurement.Clocks;
using Laptime.Measurement.Telemetry;
using Laptime.Measurement.Validity;

namespace Laptime.Measurement.Trials;

/// <summary>What a trial is measured with.</summary>
public sealed record TrialInstruments
{
    /// <summary>Times blocks.</summary>
    public required IMonotonicClock Clock { get; init; }

    /// <summary>Wall clock, to notice a suspended machine.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The runtime's own counters, read at every block edge.</summary>
    public required ITelemetrySource Runtime { get; init; }

    /// <summary>Other telemetry.</summary>
    public required ImmutableArray<ITelemetrySource> Sources { get; init; }

    /// <summary>For judging counters of processor time.</summary>
    public required MachineTraits Machine { get; init; }

    /// <summary>Time after which a thread reads telemetry within a block; null: telemetry is read at block edges only.</summary>
    public Seconds? BackgroundTelemetry { get; init; } = new Seconds(1);

    /// <summary>Energy counters, one for each boundary.</summary>
    public ImmutableArray<IEnergyCounter> EnergyCounters { get; init; } = [];

    /// <summary>Boundaries without an energy counter, each with its reason.</summary>
    public ImmutableArray<(string Boundary, string Reason)> EnergyMissing { get; init; } = [];

    /// <summary>Whether energy counters are also read while a step goes on.</summary>
    public bool EnergyInBackground { get; init; } = true;

    /// <summary>Lets time pass without work.</summary>
    public Action<Seconds> Wait { get; init; } = time => Thread.Sleep(time.ToTimeSpan());

    /// <summary>The real clocks, the runtime's counters, on Linux those of the kernel, and more.</summary>
    /// <param name="time">Wall clock.</param>
    /// <param name="more">Sources besides: those of a GPU.</param>
    /// <param name="drivesDisplay">Whether the measured GPU drives a display; null: not known.</param>
    public static TrialInstruments OfThisMachine(
        TimeProvider time,
        IEnumerable<ITelemetrySource> more,
        bool? drivesDisplay
    )
    {
        ProcTelemetry? kernel = OperatingSystem.IsLinux() ? new ProcTelemetry() : null;
        return new TrialInstruments
        {
            Clock = new StopwatchClock(),
            Time = time,
            Runtime = new RuntimeTelemetry(),
            Sources = kernel is null ? [.. more] : [kernel, .. more],
            Machine = new MachineTraits(
                kernel?.Processors ?? Environment.ProcessorCount,
                ProcTelemetry.AccountingTick,
                drivesDisplay
            ),
        };
    }

    /// <summary>Begins to record the machine's state.</summary>
    internal TelemetrySampler StartSampling(ValidityRules rules) =>
        new(Clock, Runtime, Sources, rules.SampleInterval, BackgroundTelemetry);

    /// <summary>Largest resident memory of this process; null where the system does not tell.</summary>
    internal static Bytes? ReadPeakResident()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 > 0 ? new Bytes(process.PeakWorkingSet64) : null;
    }
}
