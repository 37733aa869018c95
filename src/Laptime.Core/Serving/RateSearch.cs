namespace Laptime.Core.Serving;

/// <summary>What a trial of a rate came to.</summary>
public enum RateVerdict
{
    /// <summary>The server kept the bound.</summary>
    Held,

    /// <summary>It did not, or its backlog grew.</summary>
    Missed,

    /// <summary>The trial says nothing, because the load generator was late.</summary>
    Void,
}

/// <summary>
/// Searches the largest rate at which a server keeps its bound: widening steps until the rate is bracketed, bisection,
/// then confirmation under fresh arrivals; a confirmation that fails lowers the rate and begins anew. Knows nothing of
/// queries: ask <see cref="Next"/>, try it, tell <see cref="Record"/>.
/// </summary>
public sealed class RateSearch
{
    private readonly RateSearchRules rules;
    private readonly double first;
    private double? held;
    private double? missed;
    private double factor;
    private int confirmed;
    private int voids;

    /// <summary>Begins a search.</summary>
    /// <param name="first">Rate to try first, queries per second, above zero.</param>
    /// <param name="factor">First step up or down, above 1: near 1 where the first rate is well founded. Steps widen.</param>
    /// <param name="rules">Thresholds.</param>
    public RateSearch(double first, double factor, RateSearchRules rules)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(first);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(factor, 1);
        (this.first, this.factor, this.rules) = (first, factor, rules);
        Next = first;
    }

    /// <summary>Rate to try; null when the search is over.</summary>
    public double? Next { get; private set; }

    /// <summary>Whether <see cref="Next"/> is to be confirmed rather than tried.</summary>
    public bool IsConfirming { get; private set; }

    /// <summary>Largest rate that held in every confirmation; null before that, or if none does.</summary>
    public double? Found { get; private set; }

    /// <summary>Whether it ended because trial after trial was void.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Tells how the trial of <see cref="Next"/> went.</summary>
    /// <exception cref="InvalidOperationException">The search is over.</exception>
    public void Record(RateVerdict verdict)
    {
        double rate = Next ?? throw new InvalidOperationException("The search is over.");
        if (verdict == RateVerdict.Void)
        {
            IsAbandoned = ++voids > rules.Repetitions;
            Next = IsAbandoned ? null : rate;
            return;
        }
        voids = 0;
        if (IsConfirming)
        {
            RecordConfirmation(rate, verdict);
            return;
        }
        held = verdict == RateVerdict.Held ? rate : held;
        missed = verdict == RateVerdict.Missed ? rate : missed;
        switch (held, missed)
        {
            case ({ } low, { } high) when high <= low * rules.Tolerance:
                Confirm(low);
                break;
            case ({ } low, { } high):
                Next = Math.Sqrt(low * high);
                break;
            case ({ } low, null):
                Next = low * Widen();
                break;
            case (null, { } high):
                Try(high / Widen());
                break;
        }
    }

    /// <summary>Runs the whole search.</summary>
    /// <param name="trial">Tries a rate; the second argument says whether it confirms.</param>
    /// <returns><see cref="Found"/>.</returns>
    public double? Run(Func<double, bool, RateVerdict> trial)
    {
        while (Next is { } rate)
        {
            Record(trial(rate, IsConfirming));
        }
        return Found;
    }

    private void RecordConfirmation(double rate, RateVerdict verdict)
    {
        if (verdict == RateVerdict.Missed)
        {
            confirmed = 0;
            Try(rate * rules.BackOff);
        }
        else if (++confirmed >= rules.Confirmations)
        {
            Found = rate;
            Next = null;
        }
    }

    private void Confirm(double rate)
    {
        IsConfirming = true;
        Next = rate;
    }

    // At the lowest rate the server is idle nearly always: what misses there is taken to miss at any.
    private void Try(double rate)
    {
        double lowest = first * rules.LowestShare;
        Next =
            rate >= lowest ? rate
            : missed > lowest ? lowest
            : null;
    }

    private double Widen()
    {
        double step = factor;
        factor *= factor;
        return step;
    }
}

/// <summary>Thresholds of the search.</summary>
public sealed record RateSearchRules
{
    /// <summary>Bisection ends when the lowest rate that missed is at most this many times the highest that held.</summary>
    public double Tolerance { get; init; } = 1.05;

    /// <summary>Confirmations in a row, each with arrivals of its own.</summary>
    public int Confirmations { get; init; } = 3;

    /// <summary>Factor on the rate after a confirmation that failed.</summary>
    public double BackOff { get; init; } = 0.95;

    /// <summary>Part of the first rate below which the search gives up.</summary>
    public double LowestShare { get; init; } = 0.1;

    /// <summary>Times that a void trial is repeated.</summary>
    public int Repetitions { get; init; } = 2;
}
