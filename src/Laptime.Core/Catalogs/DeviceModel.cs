using System.Collections.Immutable;
using Laptime.Core.Quantities;

namespace Laptime.Core.Catalogs;

/// <summary>What sort of device it is.</summary>
public enum DeviceKind
{
    /// <summary>Graphics processor.</summary>
    Gpu,

    /// <summary>Tensor processor, one chip.</summary>
    Tpu,

    /// <summary>Processor of the host.</summary>
    Cpu,

    /// <summary>Processor and graphics on one chip with one memory.</summary>
    Soc,

    /// <summary>Accelerator of another make.</summary>
    Accelerator,
}

/// <summary>
/// A model of device as its vendor specifies it, one record per device that software sees: a board with two is two.
/// Null means not known.
/// </summary>
public sealed record DeviceModel
{
    /// <summary>Stable name: <c>a100-sxm4-40gb</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Other names under which sellers and drivers know exactly this model.</summary>
    public required ImmutableArray<string> Aliases { get; init; }

    /// <summary>Maker.</summary>
    public required string Vendor { get; init; }

    /// <summary>Sort.</summary>
    public required DeviceKind Kind { get; init; }

    /// <summary>Generation: <c>Ampere</c>.</summary>
    public string? Architecture { get; init; }

    /// <summary>CUDA compute capability: <c>8.0</c>.</summary>
    public string? ComputeCapability { get; init; }

    /// <summary>Day of its launch.</summary>
    public DateOnly? Launch { get; init; }

    /// <summary>Memory as sold, in GB of 10^9 bytes: what drivers report in GiB is about this amount or a little more.</summary>
    public decimal? MemoryGb { get; init; }

    /// <summary>Memory bandwidth, in 10^9 bytes per second.</summary>
    public double? BandwidthGbPerSecond { get; init; }

    /// <summary>Type of memory: <c>HBM2e</c>.</summary>
    public string? MemoryType { get; init; }

    /// <summary>How it is built in, where models differ by that: <c>pcie</c>, <c>sxm4</c>, <c>nvl</c>.</summary>
    public string? FormFactor { get; init; }

    /// <summary>Streaming multiprocessors, compute units or cores, as the vendor calls them.</summary>
    public int? Multiprocessors { get; init; }

    /// <summary>Boost clock, in MHz.</summary>
    public double? BoostMhz { get; init; }

    /// <summary>Bandwidth of the links to its fellows, both directions together, in 10^9 bytes per second.</summary>
    public double? LinkGbPerSecond { get; init; }

    /// <summary>What one cost new, roughly.</summary>
    public Usd? ListPrice { get; init; }

    /// <summary>Power limit by design, in W.</summary>
    public double? PowerWatts { get; init; }

    /// <summary>
    /// Dense peak rates in TFLOP/s (TOP/s for integers), a multiply-add counting two, by arithmetic: <c>fp32</c>,
    /// <c>tf32</c>, <c>fp16</c> (ordinary units), <c>fp16_tensor</c> (single-precision sums), <c>bf16_tensor</c>,
    /// <c>int8</c>, … What is missing is not known or not there.
    /// </summary>
    public required ImmutableSortedDictionary<string, double> PeaksTera { get; init; }

    /// <summary>Names of fields that were computed here rather than read.</summary>
    public ImmutableArray<string> Derived { get; init; } = [];

    /// <summary>Names of fields that were not checked against a source.</summary>
    public ImmutableArray<string> Unverified { get; init; } = [];

    /// <summary>Where the figures come from.</summary>
    public required ImmutableArray<string> Sources { get; init; }

    /// <summary>Data sheets and pages that the sources took the figures from.</summary>
    public ImmutableArray<string> Links { get; init; } = [];

    /// <summary>What else to know; null: nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Memory as sold, as an amount.</summary>
    public Bytes? Memory => MemoryGb is { } gb ? new Bytes((long)(gb * 1_000_000_000m)) : null;
}
