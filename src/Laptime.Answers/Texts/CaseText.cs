using System.Globalization;
using Laptime.Core.Cases;
using Laptime.Workloads;

namespace Laptime.Answers.Texts;

/// <summary>Cases in few words.</summary>
public static class CaseText
{
    /// <summary>Network, scenario, batch, whether recurrences are fused: what a row of results is about.</summary>
    public static string Name(Case @case)
    {
        string title = WorkloadDefinition.All.TryGetValue(@case.Workload, out var definition)
            ? definition.Title
            : @case.Workload;
        string fused = WorkloadDefinition.IsFused(@case) ? " fused" : "";
        return $"{title} {@case.Scenario.Word()} b{@case.Batch}{fused}{Terms(@case.Serving)}";
    }

    private static string Terms(ServingTerms? terms) =>
        (terms?.LatencyBound is { } bound ? $" within {bound}" : "")
        + (terms?.Rate is { } rate ? string.Create(CultureInfo.InvariantCulture, $" at {rate:G5}/s") : "")
        + (
            terms?.Clients is { } clients
                ? clients == 1
                    ? " 1 client"
                    : $" {clients} clients"
                : ""
        );

    /// <summary>The same with precision and mode.</summary>
    public static string Full(Case @case) => $"{Name(@case)} {Word(@case.Precision)} {Word(@case.Mode)}";

    /// <summary>A value of an axis, as it is typed.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
