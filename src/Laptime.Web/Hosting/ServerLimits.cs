using Laptime.Formats;

namespace Laptime.Web.Hosting;

/// <summary>What a server takes, from whom and how often, so that nobody can take it away from the others.</summary>
public sealed record ServerLimits
{
    /// <summary>How large a run may be.</summary>
    public RunLimits Run { get; init; } = RunLimits.Default;

    /// <summary>Requests a minute and address, of any kind; a third of them may come at once.</summary>
    public int RequestsPerMinute { get; init; } = 6000;

    /// <summary>Runs handed in a minute and token; a third of them may come at once.</summary>
    public int SubmissionsPerMinute { get; init; } = 600;

    /// <summary>Wrong tokens a minute and address.</summary>
    public int WrongTokensPerMinute { get; init; } = 30;

    /// <summary>Open connections.</summary>
    public int Connections { get; init; } = 1024;

    /// <summary>Bytes of runs, unpacked, that are held while they arrive, of all requests together.</summary>
    public long HeldBytes { get; init; } = 256L << 20;

    /// <summary>How long a run may take to arrive.</summary>
    public TimeSpan Arrival { get; init; } = TimeSpan.FromMinutes(1);
}
