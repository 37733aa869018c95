using System.Net;
using Laptime.Core.Platforms;
using Laptime.Store;

namespace Laptime.Web.Hosting;

/// <summary>What a dashboard shows and where it listens.</summary>
public sealed record DashboardSettings
{
    /// <summary>The runs; stays the caller's.</summary>
    public required IRunStore Runs { get; init; }

    /// <summary>Imported runs of other tools; stays the caller's.</summary>
    public required IForeignRunStore Foreign { get; init; }

    /// <summary>Where imported prices are; null: only what is shipped.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Reads what this machine is; null: it is not shown.</summary>
    public Func<CancellationToken, Task<PlatformFacts>>? Probe { get; init; }

    /// <summary>Version of the program.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Address to listen on: this machine alone, unless the user says otherwise.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port; 0 takes a free one.</summary>
    public int Port { get; init; } = 5380;

    /// <summary>Time of day.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
