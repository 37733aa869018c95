namespace Laptime.Prices.Naming;

/// <summary>What is known besides the name of a device. Null means not known.</summary>
/// <param name="Memory">Memory of one device, in GB or GiB: sellers mix them, and 7 % more or less is no other model.</param>
/// <param name="Provider">Id of the seller.</param>
/// <param name="Instance">The seller's name of the machine.</param>
/// <param name="Hint">Another text about the device: a description, a unit of stock.</param>
public readonly record struct DeviceEvidence(
    decimal? Memory = null,
    string? Provider = null,
    string? Instance = null,
    string? Hint = null
);
