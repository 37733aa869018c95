using System.Collections.Immutable;
using Laptime.Core.Quantities;

namespace Laptime.Core.Cases;

/// <summary>A versioned list of cases with a time budget.</summary>
public sealed record Suite
{
    /// <summary>Name: <c>quick</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Raised whenever a result stops being comparable with earlier ones.</summary>
    public required int Version { get; init; }

    /// <summary>What the whole suite may take unless the user says otherwise.</summary>
    public required Seconds Budget { get; init; }

    /// <summary>The cases, in the order in which they are shown.</summary>
    public required ImmutableArray<Case> Cases { get; init; }
}
