using System.Globalization;
using Laptime.Core.Cases;
using Laptime.Workloads;

namespace Laptime.Answers.Texts;

/// <summary>Cases in few words.</summary>
public static class CaseText
{
    /// <summary>Network, scenario, batch, whether recurrences are fused: what a row of results is about.</summary>
    public static string Name(Case @case) => Name(@case, $" b{@case.Batch}");

    /// <summary>Everything but the batch.</summary>
    /// <param name="case">The case.</param>
    /// <param name="withThreads">Whether its threads are named too.</param>
    public static string WithoutBatch(Case @case, bool withThreads) =>
        $"{Name(@case, batch: "")} {Word(@case.Precision)} {Word(@case.Mode)}{(withThreads ? $" t{@case.Threads}" : "")}";

    /// <summary>Network and scenario, and the axes of its own: <c>ResNet-50 train, classes 8, image 224</c>.</summary>
    public static string Workload(Case @case) =>
        Name(@case, batch: "") + string.Concat(@case.Shape.Select(axis => $", {axis.Key} {axis.Value}"));

    private static string Name(Case @case, string batch)
    {
        string title =
            @case.Title
            ?? (WorkloadDefinition.All.GetValueOrDefault(@case.Workload) is { } own ? own.Title : @case.Workload);
        string fused = WorkloadDefinition.IsFused(@case) ? " fused" : "";
        return $"{title} {@case.Scenario.Word()}{batch}{fused}{Terms(@case.Serving)}";
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
    /// <param name="case">The case.</param>
    /// <param name="withThreads">Whether its threads are named too, because others have other numbers of them.</param>
    public static string Full(Case @case, bool withThreads = false) =>
        $"{Name(@case)} {Word(@case.Precision)} {Word(@case.Mode)}{(withThreads ? $" t{@case.Threads}" : "")}";

    /// <summary>Whether names of these cases need their threads to tell them apart.</summary>
    public static bool NeedThreads(IEnumerable<Case> cases) =>
        cases.Select(@case => @case.Threads).Distinct().Take(2).Count() > 1;

    /// <summary>A value of an axis, as it is typed.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
