using Laptime.Core.Cases;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Serving;
using Laptime.Core.Trials;

namespace Laptime.Measurement.Sessions;

/// <summary>What the trials of a case have cost so far: foretells what the next one will.</summary>
/// <param name="Block">Mean duration of a block; null before the first measured trial.</param>
/// <param name="Overhead">Time of a trial outside its blocks: starting the process, building the network; null before the first measured trial.</param>
/// <param name="StepsPerBlock">Steps that the first launch found; null before it.</param>
internal readonly record struct CaseCost(Seconds? Block, Seconds? Overhead, int? StepsPerBlock)
{
    /// <summary>Time that a trial of a serving scenario takes, start of the process included; null for anything else.</summary>
    public Seconds? Whole { get; private init; }

    /// <summary>Queries per second that the first launch of a server found; null before it, and for anything else.</summary>
    public double? Rate { get; private init; }

    /// <summary>Reads the cost off the measured trials.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="protocol">For what a serving scenario is expected to take.</param>
    /// <param name="tier">Tier.</param>
    public static CaseCost Of(CaseTrials trials, Protocol protocol, Tier tier)
    {
        if (trials.Case.Scenario.IsServing())
        {
            return OfServing(trials, protocol, tier);
        }
        List<(TrialSamples Samples, Seconds Elapsed)> measured =
        [
            .. trials
                .All.Where(trial => trial.Outcome is TrialOutcome.Measured)
                .Select(trial => (((TrialOutcome.Measured)trial.Outcome).Samples, trial.Elapsed)),
        ];
        Block[] blocks =
        [
            .. measured.SelectMany(trial => trial.Samples.Blocks).Where(block => block.Phase == Phase.Measurement),
        ];
        if (blocks.Length == 0)
        {
            return default;
        }
        double overhead = measured.Average(trial =>
            trial.Elapsed.Value - trial.Samples.Blocks.Sum(block => block.Wall.Value)
        );
        return new CaseCost(
            new Seconds(blocks.Average(block => block.Wall.Value)),
            new Seconds(Math.Max(0, overhead)),
            blocks[0].Steps
        );
    }

    /// <summary>Time that a full trial needs; null before the first measured trial, unless it is known beforehand.</summary>
    public Seconds? Need(WindowRules rules) =>
        Whole is not null ? Whole
        : Block is Seconds block && Overhead is Seconds overhead ? (block * rules.SetAside) + overhead
        : null;

    private static CaseCost OfServing(CaseTrials trials, Protocol protocol, Tier tier)
    {
        (Trial Trial, TrialSamples Samples)[] measured =
        [
            .. trials
                .All.Where(trial => trial.Outcome is TrialOutcome.Measured)
                .Select(trial => (trial, ((TrialOutcome.Measured)trial.Outcome).Samples)),
        ];
        ServingSamples? first = measured
            .Select(trial => trial.Samples)
            .FirstOrDefault(samples => samples.InvalidReason is null)
            ?.Serving;
        Seconds estimate = protocol.Serving.NeedOf(trials.Case, tier);
        return new CaseCost(null, measured.Length == 0 ? null : StartUp(measured), null)
        {
            // The first search is the longest, and a first pass cut short says little: what is set aside never shrinks.
            Whole = measured.Length == 0 ? estimate : new Seconds(measured.Max(trial => trial.Trial.Elapsed.Value)),
            Rate = first is { Headline: null } ? first.Scored.FirstOrDefault()?.Rate : null,
        };
    }

    private static Seconds StartUp((Trial Trial, TrialSamples Samples)[] measured) =>
        new(
            Math.Max(
                0,
                measured.Average(trial =>
                    trial.Trial.Elapsed.Value
                    - (
                        ((trial.Samples.Telemetry.LastOrDefault()?.Ticks ?? 0) - trial.Samples.Blocks[0].StartTicks)
                        / (double)trial.Samples.TicksPerSecond
                    )
                )
            )
        );
}
