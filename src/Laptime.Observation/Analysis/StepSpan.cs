using Laptime.Observation.Signs;

namespace Laptime.Observation.Analysis;

/// <summary>Consecutive steps between two signs of progress.</summary>
/// <param name="Start">Ticks of the sign before.</param>
/// <param name="End">Ticks of the sign after.</param>
/// <param name="Steps">Steps in between; 0 for time between two rounds of a counter.</param>
/// <param name="Interruption">What else the command says it did within the span; null if it says nothing.</param>
public readonly record struct StepSpan(long Start, long End, int Steps, Activity? Interruption);

/// <summary>What a command's output says of its steps.</summary>
public sealed record StepTimeline
{
    /// <summary>Name of the recogniser that read it.</summary>
    public required string Recogniser { get; init; }

    /// <summary>What one step is, in the singular: <c>step</c>, <c>item</c>, <c>epoch</c>.</summary>
    public required string StepName { get; init; }

    /// <summary>First sign of training.</summary>
    public required long FirstTicks { get; init; }

    /// <summary>Last sign of training.</summary>
    public required long LastTicks { get; init; }

    /// <summary>Spans in order of time.</summary>
    public required IReadOnlyList<StepSpan> Spans { get; init; }

    /// <summary>Time of a step by the command's own account, the median; null if it gives none.</summary>
    public Laptime.Core.Quantities.Seconds? Stated { get; init; }

    /// <summary>Most steps that arrived in one piece of output; 1 if each arrived as it was done.</summary>
    public required int Burst { get; init; }
}
