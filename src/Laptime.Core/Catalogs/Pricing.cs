using System.Globalization;

namespace Laptime.Core.Catalogs;

/// <summary>On what terms an offer is rented.</summary>
public abstract record Pricing
{
    private Pricing() { }

    /// <summary>By the hour, until given back.</summary>
    public sealed record OnDemand : Pricing
    {
        /// <inheritdoc />
        public override string ToString() => "on-demand";
    }

    /// <summary>By the hour, and the provider may take it away at any moment.</summary>
    public sealed record Spot : Pricing
    {
        /// <inheritdoc />
        public override string ToString() => "spot";
    }

    /// <summary>Paid for a term, used or not.</summary>
    /// <param name="Months">The term.</param>
    public sealed record Reserved(int Months) : Pricing
    {
        /// <inheritdoc />
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"reserved-{Months}");
    }

    /// <summary>Comes with a monthly fee; an hourly price may come on top.</summary>
    public sealed record Subscription : Pricing
    {
        /// <inheritdoc />
        public override string ToString() => "subscription";
    }

    /// <summary>Costs nothing.</summary>
    public sealed record Free : Pricing
    {
        /// <inheritdoc />
        public override string ToString() => "free";
    }

    /// <summary>Reads what <see cref="object.ToString"/> wrote; null if it means nothing.</summary>
    public static Pricing? TryParse(string text) =>
        text switch
        {
            "on-demand" => new OnDemand(),
            "spot" => new Spot(),
            "subscription" => new Subscription(),
            "free" => new Free(),
            _ when text.StartsWith("reserved-", StringComparison.Ordinal)
                    && int.TryParse(text.AsSpan(9), NumberStyles.None, CultureInfo.InvariantCulture, out int months)
                    && months > 0 => new Reserved(months),
            _ => null,
        };
}
