using System.Collections.Immutable;
using Laptime.Advice.Outlooks;
using Laptime.Advice.Speeds;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Frontiers;

/// <summary>
/// How likely each offer is on the frontier, given what may be off. In every draw offers that rest on the same evidence
/// share its error; units and interruptions differ from offer to offer. The same seed gives the same answer.
/// </summary>
/// <param name="Draws">How many worlds were drawn.</param>
/// <param name="Probabilities">One for each outlook, in the order given; null where time is known from below only.</param>
public sealed record FrontierOdds(int Draws, ImmutableArray<double?> Probabilities)
{
    private const int MostDraws = 1000;
    private const int FewestDraws = 200;
    private const int Effort = 4_000_000;

    /// <summary>Draws worlds and counts.</summary>
    /// <param name="outlooks">The offers.</param>
    /// <param name="model">The model that made them.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static FrontierOdds Of(
        ImmutableArray<Outlook> outlooks,
        OutlookModel model,
        int seed,
        CancellationToken cancellationToken
    )
    {
        int[] candidates = Pruning.Candidates(outlooks);
        int draws = Math.Clamp(Effort / Math.Max(1, candidates.Length), FewestDraws, MostDraws);
        int[] hits = new int[outlooks.Length];
        Random random = new(seed);
        double[] seconds = new double[candidates.Length];
        decimal[] usd = new decimal[candidates.Length];
        Dictionary<string, double> shared = new(StringComparer.Ordinal);
        for (int draw = 0; draw < draws; draw++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            shared.Clear();
            for (int i = 0; i < candidates.Length; i++)
            {
                (seconds[i], usd[i]) = Draw(outlooks[candidates[i]], model, shared, random);
            }
            foreach (int member in Frontier.Of(seconds, usd).Members)
            {
                hits[candidates[member]]++;
            }
        }
        return new FrontierOdds(
            draws,
            [.. outlooks.Select((outlook, i) => outlook.IsAtLeast ? (double?)null : (double)hits[i] / draws)]
        );
    }

    private static (double Seconds, decimal Usd) Draw(
        Outlook outlook,
        OutlookModel model,
        Dictionary<string, double> shared,
        Random random
    )
    {
        double shift = outlook.Work.UnitSpread * Normal(random) / SpeedError.EndOfRange;
        foreach (SpeedError error in outlook.Work.Errors)
        {
            if (!shared.TryGetValue(error.Key, out double normal))
            {
                normal = Normal(random);
                shared.Add(error.Key, normal);
            }
            shift += error.At(normal);
        }
        OutlookGroup group = model.GroupOf(outlook.Offer);
        Seconds work = outlook.Work.Typical * Math.Exp(shift);
        RunSchedule schedule = group.Scheduling.Lay(work) ?? outlook.Schedule;
        if (group.Scheduling.InterruptionsOf(work) is { } interruptions)
        {
            (Seconds loss, int count) = interruptions.Draw(random);
            schedule = schedule with { Lost = loss, Restarts = count };
        }
        BilledTime billed = BilledTime.Of(schedule, group.BillingStep);
        Usd cost = Bill.Total(outlook.Offer, billed, model.Job.StorageGb) ?? outlook.Cost.Typical;
        return (schedule.Elapsed.Value, cost.Value);
    }

    // Box and Muller (1958).
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
