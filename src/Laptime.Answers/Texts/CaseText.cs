using Laptime.Core.Cases;
using Laptime.Workloads;

namespace Laptime.Answers.Texts;

/// <summary>Cases in few words.</summary>
public static class CaseText
{
    /// <summary>Network, scenario, batch, whether recurrences are fused: what a row of results is about.</summary>
    public static string Name(Case @case)
    {
        string title =
            @case.Title
            ?? (WorkloadDefinition.All.GetValueOrDefault(@case.Workload) is { } own ? own.Title : @case.Workload);
        string fused = WorkloadDefinition.IsFused(@case) ? " fused" : "";
        return $"{title} {Word(@case.Scenario)} b{@case.Batch}{fused}";
    }

    /// <summary>The same with precision and mode.</summary>
    public static string Full(Case @case) => $"{Name(@case)} {Word(@case.Precision)} {Word(@case.Mode)}";

    /// <summary>A value of an axis, as it is typed.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
