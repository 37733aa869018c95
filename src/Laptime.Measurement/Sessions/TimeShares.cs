using Laptime.Core.Quantities;

namespace Laptime.Measurement.Sessions;

/// <summary>Divides what is left of a run's budget among the trials still to do.</summary>
public static class TimeShares
{
    /// <summary>
    /// Share of each trial by water-filling: everyone gets what it needs up to a common level, so that cheap cases leave
    /// their surplus to dear ones. Where all needs are met, the rest is spread evenly.
    /// </summary>
    /// <param name="left">Time left; nothing is shared out of less than none.</param>
    /// <param name="needs">What each trial needs; null: not known yet, takes whatever the level is.</param>
    public static Seconds[] Divide(Seconds left, IReadOnlyList<Seconds?> needs)
    {
        double[] shares = new double[needs.Count];
        double remaining = Math.Max(0, left.Value);
        int unserved = needs.Count;
        foreach (int i in Enumerable.Range(0, needs.Count).OrderBy(i => needs[i]?.Value ?? double.PositiveInfinity))
        {
            shares[i] = Math.Min(needs[i]?.Value ?? double.PositiveInfinity, remaining / unserved);
            remaining -= shares[i];
            unserved--;
        }
        return [.. shares.Select(share => new Seconds(share + (remaining / needs.Count)))];
    }
}
