using System.Collections.Immutable;

namespace Laptime.Advice.Frontiers;

/// <summary>
/// The offers that no other beats. One beats another if it is no slower and no dearer, and faster or cheaper. Equals do
/// not beat each other: both stay.
/// </summary>
public sealed class Frontier
{
    private readonly double[] seconds;
    private readonly decimal[] usd;

    private Frontier(double[] seconds, decimal[] usd, ImmutableArray<int> members)
    {
        this.seconds = seconds;
        this.usd = usd;
        Members = members;
    }

    /// <summary>Positions of the members, the fastest first; equals in the order given.</summary>
    public ImmutableArray<int> Members { get; }

    /// <summary>Finds it in O(n log n): from the fastest on, whoever is cheaper than all before.</summary>
    /// <param name="seconds">Times; none is NaN. Kept, not copied.</param>
    /// <param name="usd">Costs, one for each time. Kept, not copied.</param>
    /// <exception cref="ArgumentException">The numbers of times and costs differ.</exception>
    public static Frontier Of(double[] seconds, decimal[] usd)
    {
        if (seconds.Length != usd.Length)
        {
            throw new ArgumentException("Every time needs a cost.", nameof(usd));
        }
        // Few can be on it: whoever is dearer than the cheapest as fast as itself is out before anything is sorted.
        int[] candidates = Candidates(seconds, usd);
        Array.Sort(
            candidates,
            (a, b) =>
            {
                int byTime = seconds[a].CompareTo(seconds[b]);
                int byCost = byTime != 0 ? byTime : usd[a].CompareTo(usd[b]);
                return byCost != 0 ? byCost : a.CompareTo(b);
            }
        );
        ImmutableArray<int>.Builder members = ImmutableArray.CreateBuilder<int>();
        foreach (int i in candidates)
        {
            if (members.Count == 0)
            {
                members.Add(i);
                continue;
            }
            int last = members[^1];
            if (usd[i] < usd[last] || (usd[i] == usd[last] && seconds[i] == seconds[last]))
            {
                members.Add(i);
            }
        }
        return new Frontier(seconds, usd, members.ToImmutable());
    }

    /// <summary>Whether the first beats the second.</summary>
    public bool Beats(int first, int second) =>
        seconds[first] <= seconds[second]
        && usd[first] <= usd[second]
        && (seconds[first] < seconds[second] || usd[first] < usd[second]);

    /// <summary>
    /// The member that beats an offer most comfortably: whose smaller saving, of time or of money as parts of the
    /// offer's own, is greatest; null: the offer is a member.
    /// </summary>
    public int? BeatenBy(int offer)
    {
        (double smaller, double larger) best = (-1, -1);
        int? winner = null;
        foreach (int member in Members)
        {
            if (seconds[member] > seconds[offer])
            {
                break;
            }
            if (!Beats(member, offer))
            {
                continue;
            }
            double time = seconds[offer] > 0 ? 1 - (seconds[member] / seconds[offer]) : 0;
            double money = usd[offer] > 0 ? 1 - (double)(usd[member] / usd[offer]) : 0;
            (double, double) saving = (Math.Min(time, money), Math.Max(time, money));
            if (saving.CompareTo(best) > 0)
            {
                (best, winner) = (saving, member);
            }
        }
        return winner;
    }

    // Buckets of equal width in time; of each the cheapest. Whoever is dearer than the cheapest of an earlier bucket
    // is beaten.
    private static int[] Candidates(double[] seconds, decimal[] usd)
    {
        const int Buckets = 1024;
        if (seconds.Length < 4 * Buckets)
        {
            return [.. Enumerable.Range(0, seconds.Length)];
        }
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double time in seconds)
        {
            low = Math.Min(low, time);
            high = Math.Max(high, time);
        }
        double scale = high > low ? (Buckets - 1) / (high - low) : 0;
        if (!double.IsFinite(scale))
        {
            return [.. Enumerable.Range(0, seconds.Length)];
        }
        decimal[] cheapest = new decimal[Buckets];
        Array.Fill(cheapest, decimal.MaxValue);
        for (int i = 0; i < seconds.Length; i++)
        {
            int bucket = (int)((seconds[i] - low) * scale);
            cheapest[bucket] = Math.Min(cheapest[bucket], usd[i]);
        }
        decimal[] before = new decimal[Buckets];
        decimal least = decimal.MaxValue;
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            before[bucket] = least;
            least = Math.Min(least, cheapest[bucket]);
        }
        List<int> kept = [];
        for (int i = 0; i < seconds.Length; i++)
        {
            if (usd[i] < before[(int)((seconds[i] - low) * scale)])
            {
                kept.Add(i);
            }
        }
        return [.. kept];
    }
}
