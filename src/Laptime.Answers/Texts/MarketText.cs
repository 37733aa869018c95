using System.Globalization;
using Laptime.Advice;
using Laptime.Advice.Jobs;
using Laptime.Advice.Markets;
using Laptime.Advice.Outlooks;
using Laptime.Core.Catalogs;

namespace Laptime.Answers.Texts;

/// <summary>What stands above and below every answer about offers: the market, what was left out and assumed.</summary>
public static class MarketText
{
    /// <summary>The market in a sentence: its day, its size, what was left out.</summary>
    /// <param name="market">The market.</param>
    /// <param name="configurations">How many of its configurations were looked at.</param>
    public static string Describe(Market market, int configurations)
    {
        string offers = market.Offers.Length == 1 ? "1 offer" : $"{market.Offers.Length:N0} offers";
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"Prices as of {market.AsOf:yyyy-MM-dd}: {offers}, {configurations:N0} configurations"
        );
        string left = LeftOut(market);
        return left.Length > 0 ? $"{text}; left out: {left}." : $"{text}.";
    }

    /// <summary>Notes about a job and about outlooks that are shown; some several times.</summary>
    public static IEnumerable<string> NotesOf(Job job, IReadOnlyCollection<Outlook> shown, Assumptions assumptions)
    {
        yield return "Ranges hold nine times in ten.";
        if (job.Memory is null)
        {
            yield return "Whether the job fits is not checked: its memory is not known (--memory 6GiB).";
        }
        if (
            shown.Any(outlook =>
                outlook.Work.Evidence.Any(e =>
                    e.Note?.Contains("scaled from one device", StringComparison.Ordinal) == true
                )
            )
        )
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Several devices: {assumptions.Scaling.PerDoubling:0.##} ({assumptions.Scaling.Low:0.##} to {assumptions.Scaling.High:0.##}) for each doubling is assumed where only one was measured (--scaling)."
            );
        }
        if (shown.Any(outlook => outlook.Offer.Pricing is Pricing.Spot))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Spot: {assumptions.SpotInterruptionsPerHour:0.###} interruptions an hour are assumed (--spot-interruptions-per-hour)."
            );
        }
        if (job.SetupTime is null && shown.Any(outlook => outlook.Provider?.SetupTime is null))
        {
            yield return $"{AdviceText.Time(assumptions.SetupTime)} to set up are assumed where the provider's are not known (--setup).";
        }
        foreach (
            var remark in shown
                .SelectMany(outlook => outlook.Remarks.Select(text => (outlook.Offer.Provider, Text: text)))
                .Where(remark => !remark.Text.StartsWith("spot:", StringComparison.Ordinal))
                .Distinct()
        )
        {
            yield return $"{remark.Provider}: {remark.Text}.";
        }
    }

    private static string LeftOut(Market market)
    {
        string?[] parts =
        [
            market.TooOld > 0 ? $"{market.TooOld:N0} too old (--max-age)" : null,
            market.Later > 0 ? $"{market.Later:N0} of later days" : null,
            market.Undated > 0 ? $"{market.Undated:N0} without a date (--max-age any)" : null,
            market.Superseded > 0 ? $"{market.Superseded:N0} replaced by newer prices" : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }
}
