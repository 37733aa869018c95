using Laptime.Core.Quantities;

namespace Laptime.Advice;

/// <summary>A duration with the range in which it lies nine times in ten.</summary>
/// <param name="Low">5th percentile.</param>
/// <param name="Typical">What to reckon with.</param>
/// <param name="High">95th percentile; infinite where there is no upper end.</param>
public readonly record struct TimeRange(Seconds Low, Seconds Typical, Seconds High);

/// <summary>An amount of money with the range in which it lies nine times in ten.</summary>
/// <param name="Low">5th percentile.</param>
/// <param name="Typical">What to reckon with.</param>
/// <param name="High">95th percentile; null where there is no upper end.</param>
public readonly record struct CostRange(Usd Low, Usd Typical, Usd? High);
