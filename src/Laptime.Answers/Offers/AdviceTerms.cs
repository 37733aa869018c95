using Laptime.Advice;

namespace Laptime.Answers.Offers;

/// <summary>On which terms a question about offers is answered.</summary>
public sealed record AdviceTerms
{
    private const int DefaultAgeDays = 730;

    /// <summary>Prices as of this day; null: today.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Prices older than this are left out: <c>365d</c>, or <c>any</c>; null: two years.</summary>
    public string? MaxAge { get; init; }

    /// <summary>Efficiency of each doubling of devices where only one was measured, above 0, at most 1; null: as assumed.</summary>
    public double? Scaling { get; init; }

    /// <summary>How often a spot machine is taken away, per hour; null: as assumed.</summary>
    public double? SpotInterruptionsPerHour { get; init; }

    /// <summary>Age in days of the oldest price that counts; null: any.</summary>
    /// <exception cref="QuestionException">The text is no time.</exception>
    public int? OldestDays() =>
        MaxAge switch
        {
            null => DefaultAgeDays,
            "any" => null,
            _ => Amounts.Duration(MaxAge) is { } age
                ? (int)Math.Min(1_000_000, Math.Ceiling(age.Value / 86_400))
                : throw new QuestionException($"--max-age takes a time such as 365d, or any, not '{MaxAge}'."),
        };

    /// <summary>The assumptions with what was said otherwise.</summary>
    public Assumptions Assume()
    {
        Assumptions assumptions = Assumptions.Default;
        if (Scaling is { } efficiency)
        {
            // Half of what is missing to 1, to both sides: 0.9 may be 0.85 to 0.95.
            double doubt = Math.Min((1 - efficiency) / 2, efficiency / 2);
            assumptions = assumptions with
            {
                Scaling = new Scaling(efficiency, efficiency - doubt, efficiency + doubt),
            };
        }
        return SpotInterruptionsPerHour is { } rate
            ? assumptions with
            {
                SpotInterruptionsPerHour = rate,
            }
            : assumptions;
    }
}
