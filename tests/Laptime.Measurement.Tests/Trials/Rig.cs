using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Measurement.Serving;
using Laptime.Measurement.Trials;
using Laptime.Measurement.Validity;
using Laptime.Testing;

namespace Laptime.Measurement.Tests.Trials;

/// <summary>A trial runner on scripted time, with a machine that tells everything and whose every figure is quiet until a test disturbs it.</summary>
internal sealed class Rig
{
    public ManualTime Time { get; init; } = new();

    /// <summary>Seconds of each step by its number.</summary>
    public Func<int, double> StepSeconds { get; set; } = _ => 0.01;

    /// <summary>What the machine says, after <see cref="Quiet"/>.</summary>
    public Func<TelemetrySample, TelemetrySample> Disturb { get; set; } = sample => sample;

    /// <summary>Changes the workload.</summary>
    public Func<Rig, ScriptedWorkload>? Build { get; set; }

    /// <summary>Whether the measured GPU drives a display.</summary>
    public bool? DrivesDisplay { get; init; } = false;

    /// <summary>Energy counters.</summary>
    public ImmutableArray<IEnergyCounter> EnergyCounters { get; set; } = [];

    /// <summary>Boundaries without one.</summary>
    public ImmutableArray<(string Boundary, string Reason)> EnergyMissing { get; set; } = [];

    public ScriptedWorkload? Workload { get; private set; }

    /// <summary>Thresholds.</summary>
    public Protocol Protocol { get; init; } = Protocol.Current;

    /// <summary>How late the load generator of a server is.</summary>
    public double LateSeconds { get; init; }

    public TrialRequest Request { get; set; } =
        new()
        {
            TrialId = Guid.Empty,
            RunId = Guid.Empty,
            Case = Synthetic.Case(),
            Launch = 1,
            Order = 0,
            Seed = 1,
            Tier = Tier.Quick,
        };

    public TrialSamples Measure(CancellationTokenSource? cancel = null)
    {
        ScriptedTelemetry machine = new(sample => Disturb(Quiet(sample)));
        Workload = Build?.Invoke(this) ?? new ScriptedWorkload(Time, i => StepSeconds(i));
        TrialInstruments instruments = new()
        {
            Clock = Time,
            Time = Time,
            Runtime = new ScriptedTelemetry(sample => sample),
            Sources = [machine],
            Machine = new MachineTraits(Processors: 2, CounterTick: new Seconds(0.01), DrivesDisplay),
            BackgroundTelemetry = null,
            EnergyCounters = EnergyCounters,
            EnergyMissing = EnergyMissing,
            EnergyInBackground = false,
            Wait = Time.Advance,
        };
        CancellationToken token = cancel?.Token ?? CancellationToken.None;
        if (Request.Case.Scenario.IsServing())
        {
            return new ServingRunner(Protocol, instruments, new ManualWait(Time, LateSeconds)).Measure(
                Workload,
                Request,
                progress: null,
                token
            );
        }
        return Workload is IFedWorkload fed && Request.Tier == Tier.Fixed
            ? new ClassicRunner(ClassicRules.Original, Protocol.Current.Validity, instruments).Measure(
                fed,
                Request,
                progress: null,
                token
            )
            : new TrialRunner(Protocol.Current, instruments).Measure(Workload, Request, progress: null, token);
    }

    /// <summary>On a GPU instead of the processor.</summary>
    public Rig OnGpu()
    {
        Request = Request with { Case = Request.Case with { Device = new DeviceName(DeviceKind.Cuda, 0) } };
        return this;
    }

    /// <summary>Measures a serving scenario.</summary>
    public Rig Serving(Scenario scenario, ServingTerms? terms = null)
    {
        Request = Request with { Case = Request.Case with { Scenario = scenario, Serving = terms } };
        return this;
    }

    /// <summary>Lets time pass until the next arrival.</summary>
    private sealed class ManualWait(ManualTime time, double lateSeconds) : IArrivalWait
    {
        public void Until(long ticks)
        {
            long left = ticks - time.Ticks;
            if (left > 0)
            {
                time.Advance(new Seconds((left / 1e9) + lateSeconds));
            }
        }
    }

    private static TelemetrySample Quiet(TelemetrySample sample)
    {
        double now = sample.Ticks / 1e9;
        return sample with
        {
            MachineBusy = new Seconds(2 * now),
            MachineSteal = Seconds.Zero,
            ProcessBusy = new Seconds(2 * now),
            MajorFaults = 10,
            SwapIns = 0,
            CpuClockHertz = 3e9,
            CpuThrottleCount = 0,
            CpuCelsius = 50,
            GpuClockHertz = 1.5e9,
            GpuThrottleReasons = 0,
            GpuForeignProcesses = 0,
            Gen2Collections = 1,
            GcPause = Seconds.Zero,
            JitMethods = 100,
            PowerState = "governor=performance",
            DeviceErrors = 0,
        };
    }
}
