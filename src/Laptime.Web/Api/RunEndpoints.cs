using Laptime.Store;
using Laptime.Web.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Laptime.Web.Api;

/// <summary>Lists runs, and says where they are fetched.</summary>
internal static class RunEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapMethods("/runs", Reading, ListAsync)
            .WithName("listRuns")
            .WithTags("runs")
            .WithSummary("List runs, the latest first")
            .WithDescription("Conditions that are not given do not restrict; all that are given must be met.")
            .Produces<RunListJson>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        api.MapMethods("/runs/{run}", Reading, RunFetching.DocumentAsync)
            .WithName("fetchRun")
            .WithTags("runs")
            .WithSummary("Fetch a run with every raw sample")
            .WithDescription(
                "A laptime.run/1 document, which 'laptime results import' takes. The entity tag is that of the document: ask with "
                    + "If-None-Match, and nothing is sent again."
            )
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        api.MapMethods("/runs/{run}/blocks.csv", Reading, RunFetching.BlocksAsync)
            .WithName("fetchBlocks")
            .WithTags("runs")
            .WithSummary("Fetch the blocks of a run as CSV")
            .WithDescription("A row for each block. A text that a spreadsheet would take for a formula begins with '.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] RunListParameters parameters,
        HttpContext context,
        IRunStore runs,
        ServerMetrics metrics
    )
    {
        if (context.Request.Query.Keys.FirstOrDefault(name => !RunListParameters.Names.Contains(name)) is { } unknown)
        {
            return Problems.Parameter(
                unknown,
                $"There is no such parameter; those are: {string.Join(", ", RunListParameters.Names)}."
            );
        }
        RunQuery query;
        try
        {
            query = parameters.ToQuery();
        }
        catch (WrongParameterException e)
        {
            return Problems.Parameter(e.Name, e.Message);
        }
        RunPage page = await metrics.TimeAsync("list", () => runs.ListRunsAsync(query, context.RequestAborted));
        return TypedResults.Ok(
            new RunListJson
            {
                Total = page.Total,
                Offset = query.Offset,
                Limit = query.Limit,
                Runs = [.. page.Runs.Select(RunSummaryJson.Of)],
            }
        );
    }
}
