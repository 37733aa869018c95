using Laptime.Core.Clocks;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Serving;
using Laptime.Core.Trials;
using Laptime.Measurement.Clocks;

namespace Laptime.Measurement.Serving;

/// <summary>How long passes are, what is left of the time allowed, and the seeds of arrivals.</summary>
/// <param name="rules">Durations.</param>
/// <param name="clock">Clock of the trial.</param>
/// <param name="request">Tier, budget, seed, terms.</param>
/// <param name="start">When the trial began.</param>
/// <param name="service">Time that a query takes when nothing else is there, by the warm-up.</param>
internal sealed class PassPlan(
    ServingRules rules,
    IMonotonicClock clock,
    TrialRequest request,
    long start,
    Seconds service
)
{
    private int passes;

    /// <summary>What is asked.</summary>
    public TrialRequest Request => request;

    /// <summary>Time that a query takes when nothing else is there; at least a tick.</summary>
    public Seconds Service { get; } = new(Math.Max(service.Value, 1.0 / clock.Frequency));

    /// <summary>Least duration of the pass of a stream.</summary>
    public Seconds Pass => rules.PassOf(request.Tier);

    /// <summary>Whether a pass was made shorter than the rules ask for.</summary>
    public bool WasCut { get; private set; }

    /// <summary>Whether the time allowed is over.</summary>
    public bool IsOver => Left is { } left && left <= Seconds.Zero;

    /// <summary>Whether another trial of a rate would be too short to say anything.</summary>
    public bool IsNearlyOver => Left is { } left && left <= rules.ShortestTrial;

    private Seconds? Left => request.Budget - clock.Since(start);

    /// <summary>Seed of the next pass: no two of a launch, and no two launches, see the same arrivals.</summary>
    public long NextSeed() => unchecked(request.Seed + (++passes * 0x5851F42D4C957F2D));

    /// <summary>Duration of a trial of a rate: long enough for the bound, and for as many queries as can decide at all.</summary>
    public Seconds TrialOf(double rate, Seconds bound)
    {
        int queries = RankBound.QueriesNeeded(rules.BoundPercentile, over: 0);
        Seconds wanted = new(Math.Max(rules.TrialOf(bound).Value, queries / rate));
        return Within(wanted, rules.TrialShare);
    }

    /// <summary>Duration of a confirmation: all of them together suffice for the bound's percentile.</summary>
    /// <param name="rate">Rate.</param>
    /// <param name="left">Confirmations still to come, this one too.</param>
    public Seconds ConfirmationOf(double rate, int left)
    {
        int queries = PercentileAcrossLaunches.QueriesNeeded(rules.BoundPercentile, lagOne: 0);
        double each = Math.Ceiling((double)queries / rules.Search.Confirmations);
        Seconds wanted = new(Math.Max(rules.ConfirmationOf(request.Tier).Value, each / rate));
        // One more than there are: the rate may have to be lowered once.
        return Within(wanted, 1.0 / (left + 1));
    }

    private Seconds Within(Seconds wanted, double share)
    {
        if (Left is not { } left || wanted <= left * share)
        {
            return wanted;
        }
        WasCut = true;
        return new Seconds(Math.Max(Math.Min(wanted.Value, rules.ShortestTrial.Value), left.Value * share));
    }
}
