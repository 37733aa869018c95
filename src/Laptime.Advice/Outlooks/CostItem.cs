using System.Collections.Immutable;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Outlooks;

/// <summary>What a part of a bill is for.</summary>
public enum CostKind
{
    /// <summary>Time on the machine.</summary>
    Machine,

    /// <summary>What rounding up to the billing step adds.</summary>
    Rounding,

    /// <summary>Monthly fees.</summary>
    Subscription,

    /// <summary>The unused rest of a reserved term.</summary>
    UnusedTerm,

    /// <summary>Disk beyond what is included.</summary>
    Storage,
}

/// <summary>A part of a bill.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Amount">How much; never negative.</param>
public readonly record struct CostItem(CostKind Kind, Usd Amount);

/// <summary>Rounds the parts of a bill so that what is printed adds up.</summary>
public static class CentSplit
{
    /// <summary>
    /// Rounds each part to a multiple of the quantum such that their sum is the rounded total: largest remainders first
    /// (Hamilton's method), ties to the earlier part.
    /// </summary>
    /// <param name="parts">The exact parts; none is negative.</param>
    /// <param name="quantum">Smallest amount printed: 0.01; above zero.</param>
    public static ImmutableArray<decimal> Round(IReadOnlyList<decimal> parts, decimal quantum)
    {
        decimal total = decimal.Round(parts.Sum() / quantum, 0, MidpointRounding.AwayFromZero);
        decimal[] units = [.. parts.Select(part => decimal.Floor(part / quantum))];
        int missing = (int)(total - units.Sum());
        foreach (
            int i in Enumerable
                .Range(0, units.Length)
                .OrderByDescending(i => (parts[i] / quantum) - units[i])
                .Take(missing)
        )
        {
            units[i]++;
        }
        return [.. units.Select(unit => unit * quantum)];
    }
}
