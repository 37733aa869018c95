using System.Collections.Immutable;
using Laptime.Core.Quantities;

namespace Laptime.Core.Catalogs;

/// <summary>Who sells or lends machines, and on what conditions. Null means not known.</summary>
public sealed record Provider
{
    /// <summary>Stable name: <c>colab</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>notebook, serverless, marketplace or cloud.</summary>
    public required string Kind { get; init; }

    /// <summary>Other names under which sources know it.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>False once it is gone; null: not known.</summary>
    public bool? Active { get; init; }

    /// <summary>Limits of sessions, the newest known for each plan, newest first.</summary>
    public ImmutableArray<SessionLimits> Limits { get; init; } = [];

    /// <summary>Whether notebooks run there without further work.</summary>
    public bool? Notebooks { get; init; }

    /// <summary>Whether files outlive a session.</summary>
    public bool? Persistent { get; init; }

    /// <summary>How files outlive a session, in words.</summary>
    public string? Storage { get; init; }

    /// <summary>Whether the provider says how it protects data.</summary>
    public bool? DiscussesSecurity { get; init; }

    /// <summary>Whether there is a promise of availability.</summary>
    public bool? ServiceLevel { get; init; }

    /// <summary>Whether machines belong to strangers.</summary>
    public bool? ThirdPartyHosts { get; init; }

    /// <summary>Frameworks that are known to work well there, as sources name them.</summary>
    public ImmutableArray<string> Frameworks { get; init; } = [];

    /// <summary>Time is billed in whole multiples of this.</summary>
    public Seconds? BillingStep { get; init; }

    /// <summary>Time from asking for a machine until a job can start on it.</summary>
    public Seconds? SetupTime { get; init; }

    /// <summary>Where the facts come from, by the name of the field; session limits carry their own.</summary>
    public required ImmutableSortedDictionary<string, Source> Sources { get; init; }
}

/// <summary>Limits of a session under one plan.</summary>
public sealed record SessionLimits
{
    /// <summary>Plan: <c>free</c>; null: all.</summary>
    public string? Tier { get; init; }

    /// <summary>Longest session.</summary>
    public Seconds? SessionMaximum { get; init; }

    /// <summary>Idle time that ends a session.</summary>
    public Seconds? IdleTimeout { get; init; }

    /// <summary>Time with a GPU granted per week.</summary>
    public Seconds? WeeklyGpuTime { get; init; }

    /// <summary>What else to know.</summary>
    public string? Note { get; init; }

    /// <summary>Source and date.</summary>
    public required Source Source { get; init; }
}
