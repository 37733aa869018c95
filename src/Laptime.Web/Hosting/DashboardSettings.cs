using System.Collections.Immutable;
using System.Net;
using Laptime.Core.Platforms;
using Laptime.Store;
using Laptime.Store.Access;
using Laptime.Web.Operations;

namespace Laptime.Web.Hosting;

/// <summary>What a dashboard shows and where it listens.</summary>
public sealed record DashboardSettings
{
    /// <summary>The runs; stays the caller's.</summary>
    public required IRunStore Runs { get; init; }

    /// <summary>Imported runs of other tools; stays the caller's.</summary>
    public required IForeignRunStore Foreign { get; init; }

    /// <summary>What recognises tokens; stays the caller's.</summary>
    public required IAccessTokenStore Tokens { get; init; }

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

    /// <summary>Names besides <c>localhost</c> under which the server answers; it always answers to addresses.</summary>
    public ImmutableArray<string> HostNames { get; init; } = [];

    /// <summary>Whether reading needs a token as well.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Whether host names and paths are shown; where strangers may look, they are better left out.</summary>
    public bool ShowsNames { get; init; } = true;

    /// <summary>What the server takes, and how often.</summary>
    public ServerLimits Limits { get; init; } = new();

    /// <summary>How the log is written.</summary>
    public LogForm Log { get; init; } = LogForm.None;

    /// <summary>Time of day.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
