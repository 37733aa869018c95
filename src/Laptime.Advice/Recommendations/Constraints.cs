using Laptime.Core.Quantities;

namespace Laptime.Advice.Recommendations;

/// <summary>What somebody insists on. Null and false: does not matter.</summary>
public sealed record Constraints
{
    /// <summary>The most it may cost.</summary>
    public Usd? Budget { get; init; }

    /// <summary>The longest it may take.</summary>
    public Seconds? Deadline { get; init; }

    /// <summary>No machine of a stranger, and a provider that says how it protects data.</summary>
    public bool Privacy { get; init; }

    /// <summary>No machine that may be taken away.</summary>
    public bool NoSpot { get; init; }

    /// <summary>Nothing that is free.</summary>
    public bool NoFree { get; init; }

    /// <summary>No term or fee beyond the job.</summary>
    public bool NoCommitment { get; init; }

    /// <summary>A framework that is known to work well there.</summary>
    public string? Framework { get; init; }

    /// <summary>Notebooks run without further work.</summary>
    public bool Notebook { get; init; }

    /// <summary>Files outlive a session.</summary>
    public bool Persistent { get; init; }

    /// <summary>A promise of availability.</summary>
    public bool ServiceLevel { get; init; }

    /// <summary>Part of the world (eu, us, asia, …) or the beginning of a region's name.</summary>
    public string? Region { get; init; }

    /// <summary>Whether an offer passes of which a fact is not known.</summary>
    public bool AllowUnknown { get; init; }
}
