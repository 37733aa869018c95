using System.Collections.Immutable;
using Laptime.Advice.Outlooks;
using Laptime.Advice.Recommendations;

namespace Laptime.Answers.Offers;

/// <summary>A reason why nothing can be said of offers, and which these are: listed, never guessed.</summary>
/// <param name="Word">What is not known, in a word or two.</param>
/// <param name="Text">The same as a clause.</param>
/// <param name="Offers">Those offers, in the order of the survey.</param>
public sealed record MissingReason(string Word, string Text, ImmutableArray<Missing> Offers)
{
    /// <summary>Names of the offers, each once.</summary>
    public ImmutableArray<string> Names => [.. Offers.Select(m => AdviceText.Name(m.Listing.Offer)).Distinct()];

    /// <summary>The reasons, the most frequent first.</summary>
    public static ImmutableArray<MissingReason> Of(ImmutableArray<Missing> missing) =>
        [
            .. missing
                .GroupBy(TextOf)
                .OrderByDescending(group => group.Count())
                .Select(group => new MissingReason(WordOf(group.First()), group.Key, [.. group])),
        ];

    /// <summary>Why nothing can be said of an offer, as a clause.</summary>
    public static string TextOf(Missing missing) =>
        missing.IsTooSmall ? "its memory is too small" : Exclusions.Reason(missing.Why);

    private static string WordOf(Missing missing) =>
        missing switch
        {
            { IsTooSmall: true } => "too small",
            { Why: Unknown.Speed } => "time",
            { Why: Unknown.Price } => "price",
            { Why: Unknown.Device } => "device",
            { Why: Unknown.Share } => "share of a device",
            _ => "never done",
        };
}
