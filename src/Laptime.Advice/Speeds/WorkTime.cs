using System.Collections.Immutable;
using Laptime.Advice.Jobs;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Speeds;

/// <summary>How long the work itself takes, and why that may be off.</summary>
public sealed record WorkTime
{
    /// <summary>Typical time; the least there is where <see cref="IsAtLeast"/>.</summary>
    public required Seconds Typical { get; init; }

    /// <summary>True where the speed is only known to be no higher.</summary>
    public bool IsAtLeast { get; init; }

    /// <summary>Shifts of the logarithm of the time, by cause.</summary>
    public required ImmutableArray<SpeedError> Errors { get; init; }

    /// <summary>Half-range of the logarithm between units.</summary>
    public required double UnitSpread { get; init; }

    /// <summary>What it rests on; never empty.</summary>
    public required ImmutableArray<Evidence> Evidence { get; init; }

    /// <summary>Items per second behind it; null where the time itself is what is known.</summary>
    public SpeedEstimate? Speed { get; init; }

    /// <summary>The range; without an upper end where <see cref="IsAtLeast"/>.</summary>
    public TimeRange Range
    {
        get
        {
            if (IsAtLeast)
            {
                return new TimeRange(Typical, Typical, new Seconds(double.PositiveInfinity));
            }
            (double down, double up) = SpeedError.Reach(Errors, UnitSpread);
            return new TimeRange(Typical * Math.Exp(-down), Typical, Typical * Math.Exp(up));
        }
    }

    /// <summary>Time of so many items at a speed.</summary>
    internal static WorkTime OfItems(Work.Items items, SpeedEstimate speed) =>
        new()
        {
            Typical = new Seconds(items.Count / speed.ItemsPerSecond),
            IsAtLeast = speed.IsUpperBound,
            Errors = [.. speed.Errors.Select(error => error.Inverse())],
            UnitSpread = speed.UnitSpread,
            Evidence = speed.Evidence,
            Speed = speed,
        };

    /// <summary>Time of what another machine does in a given time: the uncertainty that both speeds share cancels.</summary>
    internal static WorkTime OfHours(Seconds time, SpeedEstimate reference, SpeedEstimate speed) =>
        new()
        {
            Typical = time * (reference.ItemsPerSecond / speed.ItemsPerSecond),
            IsAtLeast = speed.IsUpperBound,
            Errors = SpeedError.Multiply(reference.Errors, [.. speed.Errors.Select(error => error.Inverse())]),
            UnitSpread = speed.UnitSpread,
            Evidence = speed.Evidence,
            Speed = speed,
        };

    /// <summary>On the same model the time is what it is, but for the difference between units.</summary>
    internal static WorkTime OfSameDevice(Work.Hours hours, double unitSpread) =>
        new()
        {
            Typical = hours.Time,
            Errors = [],
            UnitSpread = unitSpread,
            Evidence = [new Evidence(EvidenceKind.Stated, new Source("your hours", AsOf: null), "the same device")],
        };
}
