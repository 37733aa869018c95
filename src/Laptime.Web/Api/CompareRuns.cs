using System.ComponentModel;
using Laptime.Answers.Results;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Runs;
using Laptime.Store;
using Laptime.Web.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Laptime.Web.Api;

/// <summary>Holds runs against the first of them.</summary>
internal static class CompareRuns
{
    private const int MostRuns = 8;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapMethods("/compare", [HttpMethods.Get, HttpMethods.Head], CompareAsync)
            .WithName("compareRuns")
            .WithTags("runs")
            .WithSummary("Compare runs case by case")
            .WithDescription(
                "Holds each run against the first: how many times as fast it is in each case they have in common, with a 95 % "
                    + "interval, the furthest from the geometric mean first."
            )
            .Produces<ComparisonsJson>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> CompareAsync(
        [FromQuery(Name = "run")]
        [Description("Two to eight runs, each named by id, its beginning, or last; the first is the reference.")]
            string[]? run,
        HttpContext context,
        IRunStore runs,
        DocumentGate gate,
        ServerMetrics metrics
    )
    {
        if (run is not { Length: >= 2 and <= MostRuns })
        {
            return Problems.Parameter(
                "run",
                $"Name two to {MostRuns} runs, as in /api/v1/compare?run=0193a5f2&run=last."
            );
        }
        return await gate.DoAsync(() => HoldAsync(run, context, runs, metrics), context.RequestAborted);
    }

    private static async Task<IResult> HoldAsync(
        string[] references,
        HttpContext context,
        IRunStore runs,
        ServerMetrics metrics
    )
    {
        List<Comparand> comparands = [];
        foreach (string reference in references)
        {
            (Guid? id, IResult? problem) = await RunReference.ResolveAsync(reference, runs, context.RequestAborted);
            if (id is not { } found)
            {
                return problem!;
            }
            RunRecord? record = await metrics.TimeAsync("fetch", () => runs.GetRunAsync(found, context.RequestAborted));
            if (record is null)
            {
                return Problems.Of(
                    StatusCodes.Status404NotFound,
                    "No such run",
                    $"There is no run '{found}' here.",
                    "run"
                );
            }
            comparands.Add(Comparand.Of(record));
        }
        Comparand first = comparands[0];
        List<ComparisonJson> comparisons = [];
        foreach (Comparand other in comparands.Skip(1))
        {
            if (Comparand.WhyNot(first, other) is { } objection)
            {
                return Problems.Of(
                    StatusCodes.Status422UnprocessableEntity,
                    "Cannot be compared",
                    $"{first.Record!.Run.Id} and {other.Record!.Run.Id}: {objection}",
                    "run"
                );
            }
            comparisons.Add(ComparisonJson.Of(other, Comparand.Ratios(first, other)));
        }
        return TypedResults.Ok(new ComparisonsJson { First = MachineJson.Of(first), Comparisons = comparisons });
    }
}

/// <summary>Runs held against the first of them.</summary>
internal sealed record ComparisonsJson
{
    [Description("laptime.comparisons/1")]
    public string Schema { get; init; } = "laptime.comparisons/1";

    [Description("What the others are held against.")]
    public required MachineJson First { get; init; }

    [Description("The others, in the order they were named.")]
    public required IReadOnlyList<ComparisonJson> Comparisons { get; init; }
}

/// <summary>A run as a comparison names it.</summary>
internal sealed record MachineJson
{
    [Description("Identity of the run.")]
    public required Guid Id { get; init; }

    [Description("What is known of machine, software, threads, precision and tier, by name in lower case.")]
    public required IReadOnlyDictionary<string, string> Facts { get; init; }

    public static MachineJson Of(Comparand one) =>
        new()
        {
            Id = one.Record!.Run.Id,
            Facts = one.Facts.ToDictionary(
                fact => fact.Name.ToLowerInvariant(),
                fact => fact.Value,
                StringComparer.Ordinal
            ),
        };
}

/// <summary>A run held against the first.</summary>
internal sealed record ComparisonJson
{
    [Description("The run that is held against the first.")]
    public required MachineJson Second { get; init; }

    [Description("Cases in common, the furthest from the geometric mean first.")]
    public required IReadOnlyList<RatioJson> Cases { get; init; }

    [Description("Geometric mean of the ratios.")]
    public required RatioJson GeometricMean { get; init; }

    [Description("Cases that only the first has.")]
    public required IReadOnlyList<string> OnlyFirst { get; init; }

    [Description("Cases that only the second has.")]
    public required IReadOnlyList<string> OnlySecond { get; init; }

    public static ComparisonJson Of(Comparand second, RatioTable table) =>
        new()
        {
            Second = MachineJson.Of(second),
            Cases = [.. table.Rows.Select(RatioJson.Of)],
            GeometricMean = RatioJson.Of(table.Mean!),
            OnlyFirst = table.OnlyFirst,
            OnlySecond = table.OnlySecond,
        };
}

/// <summary>Ratio of two times.</summary>
internal sealed record RatioJson
{
    [Description("What was timed.")]
    public required string Name { get; init; }

    public required double FirstSeconds { get; init; }

    public required double SecondSeconds { get; init; }

    [Description("How many times as fast the second is; missing where a time is zero.")]
    public double? SpeedUp { get; init; }

    [Description("Lower end of the 95 % interval.")]
    public double? SpeedUpLow { get; init; }

    [Description("Upper end of the 95 % interval.")]
    public double? SpeedUpHigh { get; init; }

    [Description("first, second, or open where the interval holds 1 or is not known")]
    public required string Faster { get; init; }

    public static RatioJson Of(RatioRow row) =>
        new()
        {
            Name = row.Name,
            FirstSeconds = row.First,
            SecondSeconds = row.Second,
            SpeedUp = Known(row.SpeedUp),
            SpeedUpLow = Known(row.Interval?.Low),
            SpeedUpHigh = Known(row.Interval?.High),
            Faster = row.Winner switch
            {
                > 0 => "second",
                < 0 => "first",
                _ => "open",
            },
        };

    // JSON has no infinity.
    private static double? Known(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
