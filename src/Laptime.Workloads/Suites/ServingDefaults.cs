using Laptime.Core.Cases;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;

namespace Laptime.Workloads.Suites;

/// <summary>What serving scenarios do unless the user says otherwise.</summary>
public static class ServingDefaults
{
    private const int Clients = 4;

    /// <summary>Within which most people take an answer for immediate: 0.1 s (Miller 1968, Nielsen 1993).</summary>
    public static Seconds LatencyBound { get; } = Seconds.FromMilliseconds(100);

    /// <summary>Items per step: one sample a query, or all of a multi-stream query at once.</summary>
    public static int Batch(Scenario scenario, int suites) =>
        scenario switch
        {
            Scenario.MultiStream => ServingRules.MultiStreamSamples,
            _ => scenario.IsServing() ? 1 : suites,
        };

    /// <summary>What a case holds fixed; null where there is nothing to fix.</summary>
    /// <param name="scenario">Scenario of the case.</param>
    /// <param name="bound">Latency bound of its network.</param>
    /// <param name="given">What the user gave; null if nothing.</param>
    public static ServingTerms? Terms(Scenario scenario, Seconds bound, ServingTerms? given) =>
        scenario switch
        {
            Scenario.Server => new ServingTerms { LatencyBound = given?.LatencyBound ?? bound, Rate = given?.Rate },
            Scenario.ClosedLoop => new ServingTerms { Clients = given?.Clients ?? Clients },
            _ => null,
        };
}
