using Laptime.Core.Catalogs;

namespace Laptime.Advice.Markets;

/// <summary>Plans of a provider (free, pro, pro+), by the words in which offers and limits name them.</summary>
public static class PlanName
{
    private static readonly string[] Known = ["enterprise", "growth", "pro+", "pro", "free"];

    /// <summary>The plan to which an offer belongs: its terms, or a word of its name; null: none.</summary>
    public static string? Of(Offer offer) =>
        offer.Pricing is Pricing.Free ? "free"
        : offer.Pricing is Pricing.Subscription ? Known.FirstOrDefault(plan => Words(offer.Instance).Contains(plan))
        : null;

    /// <summary>
    /// The limits that hold for an offer: those of its plan, else those for all plans. Machines rented by the hour have
    /// none unless the provider limits everything.
    /// </summary>
    public static SessionLimits? LimitsOf(Provider provider, Offer offer)
    {
        string?[] tiers =
        [
            Of(offer),
            offer.Pricing is Pricing.Free ? null : "paid",
            offer.DeviceCount > 0 ? "gpu" : "cpu",
        ];
        return tiers
                .OfType<string>()
                .Select(tier =>
                    provider.Limits.FirstOrDefault(limits =>
                        string.Equals(limits.Tier, tier, StringComparison.OrdinalIgnoreCase)
                    )
                )
                .FirstOrDefault(limits => limits is not null)
            ?? provider.Limits.FirstOrDefault(limits => limits.Tier is null);
    }

    /// <summary>The words of a name, in small letters; a plus belongs to its word.</summary>
    public static IReadOnlySet<string> Words(string name)
    {
        HashSet<string> words = new(StringComparer.Ordinal);
        int start = 0;
        for (int i = 0; i <= name.Length; i++)
        {
            if (i < name.Length && (char.IsLetterOrDigit(name[i]) || name[i] == '+'))
            {
                continue;
            }
            if (i > start)
            {
                words.Add(name[start..i].ToLowerInvariant());
            }
            start = i + 1;
        }
        return words;
    }
}
