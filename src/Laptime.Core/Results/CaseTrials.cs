using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Statistics;
using Laptime.Core.Trials;

namespace Laptime.Core.Results;

/// <summary>The trials of one case, sorted by what they came to.</summary>
public sealed class CaseTrials
{
    /// <summary>Sorts the trials of <paramref name="case"/> out of <paramref name="trials"/>.</summary>
    public CaseTrials(Case @case, IEnumerable<Trial> trials)
    {
        Case = @case;
        All = [.. trials.Where(trial => trial.Case.Equals(@case)).OrderBy(trial => trial.Launch)];
        Samples = [.. All.Select(trial => trial.Outcome).OfType<TrialOutcome.Measured>().Select(o => o.Samples)];
        Failures = [.. All.Select(trial => trial.Outcome).OfType<TrialOutcome.Failed>()];
        Skip = All.Select(trial => trial.Outcome).OfType<TrialOutcome.Skipped>().FirstOrDefault();
        Estimates = [.. Samples.Select(LaunchEstimate.Of).OfType<LaunchEstimate>()];
        Logs = [.. Estimates.Select(estimate => estimate.LogStepTime)];
    }

    /// <summary>The case.</summary>
    public Case Case { get; }

    /// <summary>Its trials, by launch.</summary>
    public ImmutableArray<Trial> All { get; }

    /// <summary>Raw data of the measured ones, valid or not.</summary>
    public ImmutableArray<TrialSamples> Samples { get; }

    /// <summary>One estimate per valid launch.</summary>
    public ImmutableArray<LaunchEstimate> Estimates { get; }

    /// <summary>Logarithm of the step time of each valid launch.</summary>
    public ImmutableArray<double> Logs { get; }

    /// <summary>Launches that failed.</summary>
    public ImmutableArray<TrialOutcome.Failed> Failures { get; }

    /// <summary>The first skip; null if there was none.</summary>
    public TrialOutcome.Skipped? Skip { get; }

    /// <summary>Measured launches that may not score.</summary>
    public int Invalid => Samples.Length - Estimates.Length;

    /// <summary>Whether a device error spoiled the whole session.</summary>
    public bool DeviceFailed =>
        Samples.Any(samples => samples.Flags.Contains(FindingCode.DeviceError, StringComparer.Ordinal));

    /// <summary>
    /// Valid launches that the case should have, as far as can be told: the number asked for, or the tier's next look.
    /// Null if the case is done: resolved, hopeless, spoiled, skipped or failed.
    /// </summary>
    /// <remarks>
    /// A launch that fails after another was measured is tried once more. Invalid launches are replaced as long as
    /// they stay within the share that the protocol allows.
    /// </remarks>
    /// <param name="protocol">Protocol.</param>
    /// <param name="tier">Tier.</param>
    /// <param name="repeat">Launches asked for; null: by the tier's looks.</param>
    public int? LaunchesWanted(Protocol protocol, ProtocolTier tier, int? repeat)
    {
        if (Skip is not null || DeviceFailed || Failures.Length > (Samples.IsEmpty ? 0 : 1))
        {
            return null;
        }
        if (
            repeat is null
            && !Logs.IsEmpty
            && StoppingRule.Decide(Logs.AsSpan(), tier, protocol.HalfWidthFloor) != Decision.Continue
        )
        {
            return null;
        }
        int wanted = repeat ?? tier.Looks.First(look => look > Logs.Length);
        bool tooManyInvalid = Invalid > protocol.Window.InvalidShare * (wanted + Invalid);
        return Logs.Length >= wanted || (tooManyInvalid && Invalid > 1) ? null : wanted;
    }
}
