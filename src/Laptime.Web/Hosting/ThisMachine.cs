using System.Diagnostics.CodeAnalysis;
using Laptime.Core.Platforms;

namespace Laptime.Web.Hosting;

/// <summary>What the machine is that the dashboard runs on, read once: it takes a moment, and a page should not.</summary>
internal sealed class ThisMachine(DashboardSettings settings)
{
    private readonly Lock gate = new();
    private Task<PlatformFacts?>? reading;

    /// <summary>Begins to read, so that it is there when the first page is asked for.</summary>
    public void Begin() => _ = ReadAsync();

    /// <summary>The facts; null where they cannot be read.</summary>
    public Task<PlatformFacts?> ReadAsync()
    {
        lock (gate)
        {
            return reading ??= Task.Run(ProbeAsync);
        }
    }

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "The dashboard shows results also where the machine cannot be read; 'laptime probe' says why."
    )]
    private async Task<PlatformFacts?> ProbeAsync()
    {
        try
        {
            return settings.Probe is { } probe ? await probe(CancellationToken.None) : null;
        }
        catch (Exception)
        {
            return null;
        }
    }
}
