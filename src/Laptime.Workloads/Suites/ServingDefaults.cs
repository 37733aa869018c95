using Laptime.Core.Cases;
using Laptime.Core.Protocols;

namespace Laptime.Workloads.Suites;

/// <summary>What serving scenarios do unless the user says otherwise.</summary>
internal static class ServingDefaults
{
    private const int Clients = 4;

    /// <summary>Items per step: one sample a query, or all of a multi-stream query at once.</summary>
    public static int Batch(Scenario scenario, int suites) =>
        scenario switch
        {
            Scenario.MultiStream => ServingRules.MultiStreamSamples,
            _ => scenario.IsServing() ? 1 : suites,
        };

    /// <summary>What a case holds fixed; null where there is nothing to fix.</summary>
    public static ServingTerms? Terms(Scenario scenario, string workload, ServingTerms? given) =>
        scenario switch
        {
            Scenario.Server => new ServingTerms
            {
                LatencyBound = given?.LatencyBound ?? WorkloadDefinition.All[workload].LatencyBound,
                Rate = given?.Rate,
            },
            Scenario.ClosedLoop => new ServingTerms { Clients = given?.Clients ?? Clients },
            _ => null,
        };
}
