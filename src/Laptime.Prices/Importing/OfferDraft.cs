using Laptime.Core.Catalogs;

namespace Laptime.Prices.Importing;

/// <summary>An offer as a price list states it, before anything of it is checked. Null means not told.</summary>
internal readonly record struct OfferDraft
{
    /// <summary>Id of the provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's name for it; null: made from device and count.</summary>
    public required string? Instance { get; init; }

    /// <summary>The device as the list names it; null: none.</summary>
    public required string? Device { get; init; }

    /// <summary>How many devices.</summary>
    public required decimal DeviceCount { get; init; }

    /// <summary>Memory of one device, in GB or GiB.</summary>
    public decimal? DeviceMemory { get; init; }

    /// <summary>Another text about the device.</summary>
    public string? DeviceHint { get; init; }

    public decimal? Vcpu { get; init; }

    public decimal? RamGib { get; init; }

    public decimal? DiskGb { get; init; }

    public string? Region { get; init; }

    public string? Zone { get; init; }

    public required Pricing Pricing { get; init; }

    /// <summary>USD per hour for the whole; null: not told or no number.</summary>
    public required decimal? Price { get; init; }

    public decimal? MonthlyFee { get; init; }

    public decimal? StoragePerGbMonth { get; init; }

    public decimal? BillingStepSeconds { get; init; }

    /// <summary>Day of the price; null: that of the list.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Short name of the source; null: that of the list.</summary>
    public string? SourceId { get; init; }

    /// <summary>Line or number within the list.</summary>
    public string? SourceRow { get; init; }

    /// <summary>What is peculiar about it, words between blanks; null: nothing.</summary>
    public string? Flags { get; init; }
}
