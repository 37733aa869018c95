using System.Collections.Immutable;
using Laptime.Advice.Frontiers;
using Laptime.Core.Catalogs;

namespace Laptime.Answers.Offers;

/// <summary>An offer with its place: on the frontier, or beaten by a member.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="IsMember">Whether no other beats it, at typical figures.</param>
/// <param name="BeatenBy">Who beats it most comfortably; null: nobody.</param>
/// <param name="Probability">How likely it is on the frontier; null: its time is known from below only.</param>
/// <param name="Letter">Its name in the picture; null: it is not named there.</param>
public sealed record Placed(Priced Offer, bool IsMember, Priced? BeatenBy, double? Probability, string? Letter);

/// <summary>
/// The frontier of a survey. Offers whose time is known from below only are compared at their best: beaten even so they
/// are beaten for sure; on the frontier they are never claimed to be.
/// </summary>
/// <param name="Survey">The survey.</param>
/// <param name="Members">On the frontier, the cheapest first.</param>
/// <param name="Beaten">Beaten, the cheapest first.</param>
/// <param name="Open">Known from below only, and not beaten at their best.</param>
/// <param name="Draws">How many worlds the probabilities rest on.</param>
public sealed record FrontierSurvey(
    Survey Survey,
    ImmutableArray<Placed> Members,
    ImmutableArray<Placed> Beaten,
    ImmutableArray<Priced> Open,
    int Draws
)
{
    private const int Seed = 20_181_101;

    /// <summary>
    /// What fits into a picture: a term of three years costs a thousand times what a job does, and would press all else
    /// into a corner.
    /// </summary>
    public ImmutableArray<Placed> BeatenInPicture
    {
        get
        {
            decimal dearest = Members
                .Concat(Beaten)
                .Where(placed => placed.Offer.Outlook.Offer.Pricing is not Pricing.Reserved)
                .Select(placed => placed.Offer.Outlook.Cost.Typical.Value)
                .DefaultIfEmpty(decimal.MaxValue)
                .Max();
            return [.. Beaten.Where(placed => placed.Offer.Outlook.Cost.Typical.Value <= dearest)];
        }
    }

    /// <summary>Finds the frontier; the same survey gives the same one, odds included.</summary>
    public static FrontierSurvey Of(Survey survey, CancellationToken cancellationToken)
    {
        Priced[] exact = [.. survey.Known.Where(priced => !priced.Outlook.IsAtLeast)];
        Frontier frontier = FrontierOf(exact);
        FrontierOdds odds = FrontierOdds.Of(
            [.. exact.Select(priced => priced.Outlook)],
            survey.Model,
            Seed,
            cancellationToken
        );
        HashSet<int> members = [.. frontier.Members];
        List<Placed> on = [];
        List<Placed> beaten = [];
        for (int i = 0; i < exact.Length; i++)
        {
            if (members.Contains(i))
            {
                string? letter = on.Count < 26 ? ((char)('A' + on.Count)).ToString() : null;
                on.Add(new Placed(exact[i], IsMember: true, BeatenBy: null, odds.Probabilities[i], letter));
            }
            else
            {
                beaten.Add(
                    new Placed(exact[i], false, exact[frontier.BeatenBy(i)!.Value], odds.Probabilities[i], null)
                );
            }
        }
        List<Priced> open = [];
        foreach (Priced priced in survey.Known.Where(priced => priced.Outlook.IsAtLeast))
        {
            Frontier with = FrontierOf([.. exact, priced]);
            if (with.BeatenBy(exact.Length) is { } by)
            {
                beaten.Add(new Placed(priced, false, exact[by], Probability: null, Letter: null));
            }
            else
            {
                open.Add(priced);
            }
        }
        return new FrontierSurvey(
            survey,
            [.. on],
            [.. beaten.OrderBy(placed => placed.Offer.Outlook.Cost.Typical.Value)],
            [.. open],
            odds.Draws
        );
    }

    private static Frontier FrontierOf(Priced[] offers) =>
        Frontier.Of(
            [.. offers.Select(priced => priced.Outlook.Time.Typical.Value)],
            [.. offers.Select(priced => priced.Outlook.Cost.Typical.Value)]
        );
}
