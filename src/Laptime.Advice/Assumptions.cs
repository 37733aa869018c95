using Laptime.Core.Quantities;

namespace Laptime.Advice;

/// <summary>What is assumed where nobody knows: every default of the advice in one place. docs/advice.md gives the reasons.</summary>
public sealed record Assumptions
{
    /// <summary>The assumptions that hold unless the user says otherwise.</summary>
    public static readonly Assumptions Default = new();

    /// <summary>How several devices add up.</summary>
    public Scaling Scaling { get; init; } = new(0.90, 0.80, 1.00);

    /// <summary>
    /// How far units of one model differ, as a relative half-width of 95 %: 8 % on average over five clusters (Sinha et
    /// al., "Not all GPUs are created equal", SC 2022, who give the whole spread; half of it would do, the rest is
    /// caution).
    /// </summary>
    public double UnitHalfWidth { get; init; } = 0.08;

    /// <summary>
    /// Relative half-range of 90 % of a single published figure, taken to another software version: 1.645 times the
    /// median scatter (0.086) of 4,486 groups of published figures that agree in network, precision, batch and device.
    /// </summary>
    public double SinglePublishedSpread { get; init; } = 0.15;

    /// <summary>Interruptions of a spot machine per hour: an assumption, no provider promises one.</summary>
    public double SpotInterruptionsPerHour { get; init; } = 0.05;

    /// <summary>Time from asking for a machine until work begins, where neither the job nor the provider says.</summary>
    public Seconds SetupTime { get; init; } = new(600);

    /// <summary>Time to write one checkpoint.</summary>
    public Seconds CheckpointTakes { get; init; } = new(30);

    /// <summary>Time kept free at the end of a limited session besides the last checkpoint.</summary>
    public Seconds SessionMargin { get; init; } = new(300);

    /// <summary>Hours in a month of a bill: a twelfth of 365 days.</summary>
    public const decimal HoursPerMonth = 730m;
}

/// <summary>How fast n devices are where only one was measured: n × efficiency^log2(n).</summary>
/// <param name="PerDoubling">Efficiency of a doubling, above 0 and at most 1.</param>
/// <param name="Low">Lower end of what it may be, nine times in ten.</param>
/// <param name="High">Upper end.</param>
public sealed record Scaling(double PerDoubling, double Low, double High);
