using System.Collections.Immutable;
using Laptime.Advice.Jobs;
using Laptime.Advice.Markets;
using Laptime.Advice.Recommendations;

namespace Laptime.Answers.Offers;

/// <summary>A reason that put offers out, and which these are.</summary>
/// <param name="Text">The reason, as a clause.</param>
/// <param name="Count">Offers that it put out.</param>
/// <param name="Names">Their names, each once.</param>
public sealed record ExclusionReason(string Text, int Count, ImmutableArray<string> Names);

/// <summary>The best few offers for a job under constraints.</summary>
/// <param name="Desk">What was known.</param>
/// <param name="Job">The job.</param>
/// <param name="Wanted">The constraints.</param>
/// <param name="Answer">The recommendation.</param>
public sealed record RecommendationQuestion(AdviceDesk Desk, Job Job, Constraints Wanted, Recommendation Answer)
{
    /// <summary>Offers that were looked at.</summary>
    public int Configurations => Answer.Passed + Answer.Excluded.Length;

    /// <summary>The reasons against offers, the most frequent first; an offer counts under every reason against it.</summary>
    public ImmutableArray<ExclusionReason> Reasons =>
        [
            .. Answer
                .Excluded.SelectMany(offer => offer.Reasons.Select(text => (Reason: text, offer.Offer)))
                .GroupBy(pair => pair.Reason, StringComparer.Ordinal)
                .OrderByDescending(group => group.Count())
                .Select(group => new ExclusionReason(
                    group.Key,
                    group.Count(),
                    [.. group.Select(pair => AdviceText.Name(pair.Offer)).Distinct()]
                )),
        ];

    /// <summary>How many offers are left.</summary>
    public string Passed =>
        $"{Answer.Passed:N0} of {Configurations:N0} offers meet every constraint; each excluded one counts under every reason against it.";

    /// <summary>Asks.</summary>
    /// <param name="desk">What is known.</param>
    /// <param name="job">The job.</param>
    /// <param name="wanted">The constraints.</param>
    /// <param name="most">Greatest number of choices; above zero.</param>
    public static RecommendationQuestion Of(AdviceDesk desk, Job job, Constraints wanted, int most) =>
        new(
            desk,
            job,
            wanted,
            Recommendation.Of(
                // A region may decide: every place stands for itself then.
                wanted.Region
                    is null
                    ? Listing.Of(desk.Market.Offers)
                    : Listing.Each(desk.Market.Offers),
                desk.ModelOf(job),
                desk.Catalog,
                wanted,
                most
            )
        );
}
