using System.Collections.Immutable;
using Laptime.Advice.Outlooks;

namespace Laptime.Advice.Frontiers;

/// <summary>Sets aside offers that could be on the frontier only in worlds that are never drawn.</summary>
internal static class Pruning
{
    /// <summary>Ranges end at 1.64 standard deviations; three times as far is 4.9, one draw in two million.</summary>
    private const double Reach = 3;

    /// <summary>
    /// Positions of the offers that matter: no other is surely faster and surely cheaper. Offers whose time is known from
    /// below only are none.
    /// </summary>
    public static int[] Candidates(ImmutableArray<Outlook> outlooks)
    {
        int[] known = [.. Enumerable.Range(0, outlooks.Length).Where(i => !outlooks[i].IsAtLeast)];
        double[] latest = [.. known.Select(i => Latest(outlooks[i]))];
        double[] dearest = [.. known.Select(i => Dearest(outlooks[i]))];
        int[] order = [.. Enumerable.Range(0, known.Length)];
        Array.Sort((double[])latest.Clone(), order);
        double[] sorted = [.. order.Select(i => latest[i])];
        double[] cheapestSoFar = new double[order.Length];
        double least = double.PositiveInfinity;
        for (int i = 0; i < order.Length; i++)
        {
            cheapestSoFar[i] = least = Math.Min(least, dearest[order[i]]);
        }
        return
        [
            .. known.Where(i =>
            {
                int at = Array.BinarySearch(sorted, Earliest(outlooks[i]));
                int before = at >= 0 ? at - 1 : ~at - 1;
                // Strictly earlier and strictly cheaper: an offer never sets itself or an equal aside.
                while (before >= 0 && sorted[before] >= Earliest(outlooks[i]))
                {
                    before--;
                }
                return before < 0 || cheapestSoFar[before] >= Cheapest(outlooks[i]);
            }),
        ];
    }

    private static double Earliest(Outlook outlook) => Down(outlook.Time.Typical.Value, outlook.Time.Low.Value);

    private static double Latest(Outlook outlook) => Up(outlook.Time.Typical.Value, outlook.Time.High.Value);

    private static double Cheapest(Outlook outlook) =>
        Down((double)outlook.Cost.Typical.Value, (double)outlook.Cost.Low.Value);

    private static double Dearest(Outlook outlook) =>
        outlook.Cost.High is { } high
            ? Up((double)outlook.Cost.Typical.Value, (double)high.Value)
            : double.PositiveInfinity;

    private static double Down(double typical, double low) =>
        low > 0 && typical > 0 ? typical * Math.Pow(low / typical, Reach) : 0;

    private static double Up(double typical, double high) =>
        typical > 0 ? typical * Math.Pow(high / typical, Reach) : high;
}
