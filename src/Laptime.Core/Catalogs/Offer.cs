using System.Collections.Immutable;
using Laptime.Core.Quantities;

namespace Laptime.Core.Catalogs;

/// <summary>One configuration that can be rented from one provider in one place at one price. Null means not known.</summary>
public sealed record Offer
{
    /// <summary>Id of the provider: <c>aws-ec2</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's name for it: <c>p3.2xlarge</c>.</summary>
    public required string Instance { get; init; }

    /// <summary>Id of the device model; null: none, or one that no catalog knows (<see cref="RawDevice"/>).</summary>
    public string? Device { get; init; }

    /// <summary>The device as the source names it; null: no device.</summary>
    public string? RawDevice { get; init; }

    /// <summary>How many devices; below 1 for a share of one, 0 for none.</summary>
    public required decimal DeviceCount { get; init; }

    /// <summary>Virtual processors.</summary>
    public decimal? Vcpu { get; init; }

    /// <summary>Main memory, in GiB.</summary>
    public decimal? RamGib { get; init; }

    /// <summary>Disk that is included, in GB.</summary>
    public decimal? DiskGb { get; init; }

    /// <summary>Region.</summary>
    public string? Region { get; init; }

    /// <summary>Zone within the region.</summary>
    public string? Zone { get; init; }

    /// <summary>Terms.</summary>
    public required Pricing Pricing { get; init; }

    /// <summary>Price of the whole configuration; zero for what costs nothing by the hour.</summary>
    public UsdPerHour? Price { get; init; }

    /// <summary>Fee per month.</summary>
    public Usd? MonthlyFee { get; init; }

    /// <summary>Price of disk that is not included, per GB and month.</summary>
    public Usd? StoragePricePerGbMonth { get; init; }

    /// <summary>Time is billed in whole multiples of this; null: not known, billed to the second.</summary>
    public Seconds? BillingStep { get; init; }

    /// <summary>Source and date of the price.</summary>
    public required Source Source { get; init; }

    /// <summary>
    /// What is peculiar about the row: <c>historic</c> (kept for comparisons, not to be had today),
    /// <c>host-plus-accelerator</c>, <c>derived</c>, <c>spot-above-on-demand</c>, … docs/catalogs.md lists them.
    /// </summary>
    public ImmutableArray<string> Flags { get; init; } = [];

    /// <summary>The offer in one line: <c>aws-ec2 p3.2xlarge (spot, us-east-1)</c>.</summary>
    public override string ToString() =>
        (Zone ?? Region) is { } place
            ? $"{Provider} {Instance} ({Pricing}, {place})"
            : $"{Provider} {Instance} ({Pricing})";
}
