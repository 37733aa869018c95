using System.Collections.Immutable;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;

namespace Laptime.Observation.Processes;

/// <summary>Why a command was stopped before its end.</summary>
public enum StopReason
{
    /// <summary>It ran longer than it was allowed to.</summary>
    TimeLimit,

    /// <summary>It took more memory than it was allowed to.</summary>
    MemoryLimit,

    /// <summary>Its rate was known well enough.</summary>
    Steady,
}

/// <summary>A command and the limits within which it runs.</summary>
public sealed record CommandRequest
{
    /// <summary>Program and arguments; at least the program, found as a shell finds it.</summary>
    public required ImmutableArray<string> Line { get; init; }

    /// <summary>Time after which it is stopped; null: none.</summary>
    public Seconds? TimeLimit { get; init; }

    /// <summary>Resident memory of its whole tree above which it is stopped; null: none.</summary>
    public Bytes? MemoryLimit { get; init; }

    /// <summary>Asked once a second, from a thread of its own: whether enough is known. Null: it runs to its end.</summary>
    public Func<bool>? IsEnough { get; init; }

    /// <summary>Sources of the machine's state besides the command's own use.</summary>
    public ImmutableArray<ITelemetrySource> Sources { get; init; } = [];
}

/// <summary>What is left when a command has ended.</summary>
public sealed record CommandEnding
{
    /// <summary>Its exit code; 128 and the signal's number if a signal ended it.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Why we stopped it; null if it ended by itself.</summary>
    public StopReason? Stopped { get; init; }

    /// <summary>Ticks of the monotonic clock at its start.</summary>
    public required long StartTicks { get; init; }

    /// <summary>Ticks at its end.</summary>
    public required long EndTicks { get; init; }

    /// <summary>State of the machine and the command's use over time; ticks count from its start, use is of its whole tree.</summary>
    public required ImmutableArray<TelemetrySample> Telemetry { get; init; }

    /// <summary>Largest resident memory that its tree had when somebody looked, at least that of its largest process.</summary>
    public required Bytes PeakResident { get; init; }

    /// <summary>Bytes of its output that came faster than they could be read for steps; all of them were passed on.</summary>
    public required long Unread { get; init; }
}
