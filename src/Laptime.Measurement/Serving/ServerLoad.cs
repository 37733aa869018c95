using System.Collections.Immutable;
using System.Globalization;
using Laptime.Core.Clocks;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Serving;
using Laptime.Core.Trials;

namespace Laptime.Measurement.Serving;

/// <summary>Searches the largest rate that a server holds, or offers the one that was asked for.</summary>
internal sealed class ServerLoad(
    ServingRules rules,
    IMonotonicClock clock,
    QueryDriver driver,
    PassPlan plan,
    IProgress<TrialProgress>? progress
)
{
    private readonly List<ServingPass> passes = [];
    private readonly Seconds bound =
        plan.Request.Case.Serving?.LatencyBound
        ?? throw new ArgumentException("A server needs a latency bound.", nameof(plan));

    /// <summary>All passes; those that count are the confirmations of the rate.</summary>
    public ImmutableArray<ServingPass> Run(LaunchVerdict verdict)
    {
        if (plan.Request.Case.Serving?.Rate is { } rate)
        {
            Offer(rate, verdict);
        }
        else if (plan.Service > bound)
        {
            verdict.Refuse(
                $"No rate keeps p99 within {bound}: a query alone takes {plan.Service}. Allow more with --latency."
            );
        }
        else
        {
            Search(verdict);
        }
        return [.. passes];
    }

    private void Offer(double rate, LaunchVerdict verdict)
    {
        for (int i = 0; i < rules.Search.Confirmations; i++)
        {
            ServingPass pass = Try(rate, plan.ConfirmationOf(rate, rules.Search.Confirmations - i));
            passes[^1] = pass with { Phase = Phase.Measurement };
            if (IsLate(pass))
            {
                verdict.Add(FindingCode.GeneratorLate, LateReason);
            }
            if (PassFigures.BacklogGrows(pass))
            {
                verdict.Add(
                    FindingCode.Backlog,
                    $"More queries arrive than are answered: {Text(rate)} a second are too many."
                );
                return; // it would only grow again
            }
        }
    }

    private void Search(LaunchVerdict verdict)
    {
        double? expected = plan.Request.ExpectedRate;
        RateSearch search = new(
            expected ?? rules.FirstShare / plan.Service.Value,
            expected is null ? rules.FirstStep : rules.InformedStep,
            rules.Search
        );
        int confirmations = 0;
        while (search.Next is { } rate && !(plan.IsNearlyOver && passes.Count > 0))
        {
            bool isConfirming = search.IsConfirming;
            ServingPass pass = Try(
                rate,
                isConfirming
                    ? plan.ConfirmationOf(rate, rules.Search.Confirmations - confirmations)
                    : plan.TrialOf(rate, bound)
            );
            RateVerdict said = Judge(pass);
            search.Record(said);
            confirmations =
                isConfirming && said == RateVerdict.Held ? confirmations + 1
                : said == RateVerdict.Void ? confirmations
                : 0;
        }
        if (search.IsAbandoned)
        {
            verdict.Add(FindingCode.GeneratorLate, LateReason);
        }
        else if (search.Found is { } found)
        {
            Count(found, rules.Search.Confirmations);
        }
        else if (search.Next is { } open)
        {
            EndEarly(open, confirmations, verdict);
        }
        else
        {
            verdict.Refuse(
                $"Not even {Text(passes.Min(pass => pass.Rate!.Value))} queries a second keep p99 within {bound}; a query alone takes {plan.Service}. Allow more with --latency."
            );
        }
    }

    /// <summary>The time allowed was over before the rate was confirmed as often as it should be.</summary>
    private void EndEarly(double open, int confirmations, LaunchVerdict verdict)
    {
        verdict.CutShort = true;
        if (confirmations > 0)
        {
            Count(open, confirmations);
            return;
        }
        // What held once is nothing if a lower rate missed another time.
        double? missed = passes.Where(pass => Judge(pass) == RateVerdict.Missed).Min(pass => pass.Rate);
        ServingPass? best = passes
            .Where(pass => Judge(pass) == RateVerdict.Held && !(pass.Rate >= missed))
            .MaxBy(pass => pass.Rate);
        if (best is null)
        {
            verdict.Refuse("The time allowed was over before any rate was found to hold.");
            return;
        }
        passes[passes.IndexOf(best)] = best with { Phase = Phase.Measurement };
    }

    /// <summary>Lets the last passes at a rate that held count.</summary>
    private void Count(double rate, int most)
    {
        for (int i = passes.Count - 1; i >= 0 && most > 0; i--)
        {
            if (passes[i].Rate == rate && Judge(passes[i]) == RateVerdict.Held)
            {
                passes[i] = passes[i] with { Phase = Phase.Measurement };
                most--;
            }
        }
    }

    private ServingPass Try(double rate, Seconds duration)
    {
        GC.Collect(); // garbage of the pass before must not be collected in this one
        ServingPass pass = driver.Arrivals(rate, duration, plan.NextSeed());
        passes.Add(pass);
        Seconds latency = new(pass.Queries[^1].Latency / (double)clock.Frequency);
        progress?.Report(
            new TrialProgress(Phase.Measurement, passes.Count, Expected: null, latency)
            {
                Queries = pass.Queries.Length,
            }
        );
        return pass;
    }

    private RateVerdict Judge(ServingPass pass) =>
        IsLate(pass) ? RateVerdict.Void
        : PassFigures.BacklogGrows(pass) ? RateVerdict.Missed
        : LatencyTest.Holds(pass.Queries.Length, PassFigures.Over(pass, bound, clock.Frequency), rules.BoundPercentile)
            ? RateVerdict.Held
        : RateVerdict.Missed;

    private bool IsLate(ServingPass pass) =>
        PassFigures.Percentile(PassFigures.Lateness(pass, clock.Frequency), rules.LatenessPercentile)
        > Math.Max(rules.Lateness.Value, rules.LatenessShare * bound.Value);

    private string LateReason =>
        $"The load generator issued queries more than {new Seconds(Math.Max(rules.Lateness.Value, rules.LatenessShare * bound.Value))} late.";

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
