using System.Collections.Immutable;

namespace Laptime.Advice.Speeds;

/// <summary>How fast a job goes on a number of devices of a model, with what that rests on.</summary>
public sealed record SpeedEstimate
{
    /// <summary>Items per second, typically; the most there is where <see cref="IsUpperBound"/>.</summary>
    public required double ItemsPerSecond { get; init; }

    /// <summary>True where it is only known to be no faster: there is no lower end then.</summary>
    public bool IsUpperBound { get; init; }

    /// <summary>Why it may be off for all units alike.</summary>
    public required ImmutableArray<SpeedError> Errors { get; init; }

    /// <summary>Half-range of the logarithm within which nine units in ten lie; differs from offer to offer.</summary>
    public required double UnitSpread { get; init; }

    /// <summary>What it rests on; never empty.</summary>
    public required ImmutableArray<Evidence> Evidence { get; init; }

    /// <summary>Lower end of the 90 % range; 0 where there is none.</summary>
    public double Low => IsUpperBound ? 0 : ItemsPerSecond * Math.Exp(-SpeedError.Reach(Errors, UnitSpread).Down);

    /// <summary>Upper end of the 90 % range.</summary>
    public double High =>
        IsUpperBound ? ItemsPerSecond : ItemsPerSecond * Math.Exp(SpeedError.Reach(Errors, UnitSpread).Up);
}
