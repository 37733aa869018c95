using System.Collections.Immutable;
using Laptime.Core.Runs;
using Laptime.Core.Trials;

namespace Laptime.Store;

/// <summary>Which runs, in which order, and which part of them. What is not set does not restrict.</summary>
public sealed record RunQuery
{
    /// <summary>Where to look.</summary>
    public RunShelf Shelf { get; init; } = RunShelf.Kept;

    /// <summary>
    /// Words that must all be there, each as the beginning of the id or anywhere in host name, device model, suite or note.
    /// Case does not matter for ASCII letters.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Names of suites, any of them; empty: all.</summary>
    public ImmutableArray<string> Suites { get; init; } = [];

    /// <summary>Tier.</summary>
    public Tier? Tier { get; init; }

    /// <summary>Where the run stands.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>Name that the device's vendor gave it, as <see cref="RunSummary.DeviceModel"/> says it.</summary>
    public string? DeviceModel { get; init; }

    /// <summary>Version of libtorch.</summary>
    public string? LibtorchVersion { get; init; }

    /// <summary>What the seal told.</summary>
    public SealState? Seal { get; init; }

    /// <summary>True: imported; false: measured here.</summary>
    public bool? Imported { get; init; }

    /// <summary>Whether only runs with at least one measured trial are meant.</summary>
    public bool OnlyMeasured { get; init; }

    /// <summary>Started at this instant or later.</summary>
    public DateTimeOffset? StartedFrom { get; init; }

    /// <summary>Started before this instant.</summary>
    public DateTimeOffset? StartedBefore { get; init; }

    /// <summary>What comes first; runs that are equal in it come by their start.</summary>
    public RunOrder Order { get; init; } = RunOrder.Started;

    /// <summary>Smallest, earliest or alphabetically first on top instead of last; what is not known is the smallest.</summary>
    public bool Ascending { get; init; }

    /// <summary>Runs to leave out from the top.</summary>
    public int Offset { get; init; }

    /// <summary>Runs on the page at most.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>What runs are ordered by.</summary>
public enum RunOrder
{
    /// <summary>Start.</summary>
    Started,

    /// <summary>Name of the suite.</summary>
    Suite,

    /// <summary>Model of the device.</summary>
    DeviceModel,

    /// <summary>Name of the machine.</summary>
    HostName,

    /// <summary>Number of measured trials.</summary>
    Measured,
}

/// <summary>A part of the runs that a query asks for.</summary>
/// <param name="Runs">The part.</param>
/// <param name="Total">How many there are in all.</param>
public sealed record RunPage(ImmutableArray<RunSummary> Runs, int Total);

/// <summary>What runs can be chosen by. Within each list the most frequent value comes first.</summary>
public sealed record RunFacets
{
    /// <summary>Runs in all.</summary>
    public required int Total { get; init; }

    /// <summary>Names of suites.</summary>
    public required ImmutableArray<Facet<string>> Suites { get; init; }

    /// <summary>Tiers.</summary>
    public required ImmutableArray<Facet<Tier>> Tiers { get; init; }

    /// <summary>Where runs stand.</summary>
    public required ImmutableArray<Facet<RunStatus>> Statuses { get; init; }

    /// <summary>Models of devices that are known.</summary>
    public required ImmutableArray<Facet<string>> DeviceModels { get; init; }

    /// <summary>Imported (true) and measured here (false).</summary>
    public required ImmutableArray<Facet<bool>> Imported { get; init; }
}

/// <summary>A value, and how many runs have it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Runs">At least 1.</param>
public sealed record Facet<T>(T Value, int Runs);
