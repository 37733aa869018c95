using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Trials;

namespace Laptime.Measurement.Sessions;

/// <summary>What a display may want to know of a run under way.</summary>
public abstract record SessionEvent
{
    private SessionEvent() { }

    /// <summary>A trial begins.</summary>
    /// <param name="Case">What is measured.</param>
    /// <param name="Launch">Number of the launch, from 1.</param>
    /// <param name="LaunchesWanted">Valid launches that the case should have, as far as known.</param>
    /// <param name="SoFar">What the case's trials came to so far.</param>
    /// <param name="TimeLeft">Estimate for the rest of the run.</param>
    public sealed record TrialStarting(Case Case, int Launch, int LaunchesWanted, CaseResult SoFar, Seconds TimeLeft)
        : SessionEvent;

    /// <summary>A trial is under way.</summary>
    /// <param name="Case">What is measured.</param>
    /// <param name="Progress">Where it stands.</param>
    public sealed record TrialUnderWay(Case Case, TrialProgress Progress) : SessionEvent;

    /// <summary>A trial has ended and is saved.</summary>
    /// <param name="Trial">The trial.</param>
    /// <param name="SoFar">What the case's trials came to so far.</param>
    public sealed record TrialEnded(Trial Trial, CaseResult SoFar) : SessionEvent;

    /// <summary>The budget ran out before all launches that the protocol wanted.</summary>
    /// <param name="Launch">First launch that was not begun, or not completed.</param>
    public sealed record BudgetSpent(int Launch) : SessionEvent;
}
