using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Trials;

namespace Laptime.Launch;

/// <summary>How a worker is started.</summary>
public sealed record WorkerCommand
{
    /// <summary>Program: an absolute path, or a name on PATH.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments, each as it is to arrive.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    /// <summary>
    /// Environment variables to set for a case over those inherited, because libraries read them once at start
    /// (<c>ATEN_CPU_CAPABILITY</c>); a null value removes the variable.
    /// </summary>
    public Func<Case, IReadOnlyDictionary<string, string?>> Environment { get; init; } =
        _ => ImmutableDictionary<string, string?>.Empty;

    /// <summary>
    /// How long a worker may take to save its work when it is cancelled: its standard input ends first, which it is to
    /// take for the sign. None: it is killed at once.
    /// </summary>
    public TimeSpan Grace { get; init; }

    /// <summary>
    /// Watches a worker, given its process, and returns with the outcome for which it has to end at once, or with null
    /// when there is nothing more to watch; null: nobody watches.
    /// </summary>
    public Func<int, CancellationToken, Task<TrialOutcome.Failed?>>? Watch { get; init; }

    /// <summary>
    /// When a worker is given up. Longer than the budget, within which the worker ends by itself: this is for one that hangs.
    /// </summary>
    public required Func<TrialRequest, TimeSpan> HardLimit { get; init; }
}
