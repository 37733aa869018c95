using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Measurement.Clocks;

namespace Laptime.Measurement.Trials;

/// <summary>
/// Counts energy after the window, while the same steps go on: an unscored part of a trial, because blocks are far too
/// short for counters that move ten times a second.
/// </summary>
/// <param name="instruments">Clock and counters.</param>
/// <param name="rules">How long.</param>
internal sealed class EnergyPhase(TrialInstruments instruments, EnergyRules rules)
{
    private readonly IMonotonicClock clock = instruments.Clock;

    /// <summary>Measures.</summary>
    /// <param name="workload">Warm.</param>
    /// <param name="steps">Steps between two looks at the clock.</param>
    /// <param name="seed">Of the random delay.</param>
    /// <param name="withIdle">Whether to measure the power without work too.</param>
    /// <param name="cancellationToken">Heeded between blocks.</param>
    public ImmutableArray<EnergyReading> Measure(
        IWorkload workload,
        int steps,
        long seed,
        bool withIdle,
        CancellationToken cancellationToken
    )
    {
        ImmutableArray<IEnergyCounter> counters = instruments.EnergyCounters;
        if (counters.IsEmpty)
        {
            return Unavailable();
        }
        double offset = new Random(unchecked((int)seed)).NextDouble() * rules.Offset.Value;
        long before = clock.Ticks;
        while (clock.Since(before) < new Seconds(rules.Discarded.Value + offset))
        {
            Work();
        }
        EnergyReading[] readings = Watch(
            counters,
            () =>
            {
                Work();
                return steps;
            }
        );
        if (withIdle)
        {
            instruments.Wait(rules.Discarded);
            EnergyReading[] idle = Watch(
                counters,
                () =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    instruments.Wait(rules.Interval);
                    return 0;
                }
            );
            for (int i = 0; i < readings.Length; i++)
            {
                readings[i] = readings[i] with { IdleWatts = idle[i].Joules / idle[i].Elapsed.Value };
            }
        }
        return [.. readings, .. Unavailable()];

        void Work()
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < steps; i++)
            {
                workload.Step();
            }
            workload.Synchronize();
        }
    }

    private ImmutableArray<EnergyReading> Unavailable() =>
        [
            .. instruments.EnergyMissing.Select(missing => new EnergyReading
            {
                Boundary = missing.Boundary,
                Reason = missing.Reason,
            }),
        ];

    /// <summary>Goes on with something until every counter has been watched for long enough.</summary>
    /// <param name="counters">Counters.</param>
    /// <param name="go">Goes on for a moment and says how many steps that were.</param>
    private EnergyReading[] Watch(ImmutableArray<IEnergyCounter> counters, Func<int> go)
    {
        Watched[] watched = [.. counters.Select(counter => new Watched(counter))];
        Lock gate = new();
        long steps = 0;
        Look();
        long start = clock.Ticks;
        using (Timer? timer = StartLooking())
        {
            Seconds elapsed;
            do
            {
                steps += go();
                elapsed = clock.Since(start);
                Look();
            } while (
                elapsed < rules.Longest && (elapsed < rules.Least || watched.Any(one => one.Updates < rules.Updates))
            );
        }
        Look();
        Seconds time = clock.Since(start);
        return [.. watched.Select(one => one.Read(time, steps, rules.Updates))];

        // Long steps leave the counter alone for longer than it takes to move twice.
        Timer? StartLooking() =>
            instruments.EnergyInBackground
                ? new Timer(_ => Look(), null, rules.Interval.ToTimeSpan(), rules.Interval.ToTimeSpan())
                : null;

        void Look()
        {
            lock (gate)
            {
                Array.ForEach(watched, one => one.Look());
            }
        }
    }

    private sealed class Watched(IEnergyCounter counter)
    {
        private double? first;
        private double? last;

        public int Updates { get; private set; }

        public void Look()
        {
            if (counter.ReadJoules() is not { } joules)
            {
                return;
            }
            first ??= joules;
            Updates += joules > (last ?? joules) ? 1 : 0;
            last = joules;
        }

        public EnergyReading Read(Seconds elapsed, long steps, int wanted)
        {
            EnergyReading reading = new()
            {
                Boundary = counter.Boundary,
                Elapsed = elapsed,
                Steps = steps,
                Updates = Updates,
            };
            return first is null ? reading with { Reason = "the counter could not be read" }
                : Updates < wanted
                    ? reading with
                    {
                        Reason = $"the counter moved {Updates} times in {elapsed}; {wanted} are needed",
                    }
                : reading with { Joules = last - first };
        }
    }
}
