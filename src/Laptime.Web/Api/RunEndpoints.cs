using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using Laptime.Core.Runs;
using Laptime.Formats;
using Laptime.Store;
using Laptime.Web.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Laptime.Web.Api;

/// <summary>Lists runs and gives them out.</summary>
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
        api.MapMethods("/runs/{run}", Reading, FetchAsync)
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
        api.MapMethods("/runs/{run}/blocks.csv", Reading, FetchBlocksAsync)
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

    private static Task<IResult> FetchAsync(
        [Description("Id of the run, at least four digits of its beginning, or last.")] string run,
        HttpContext context,
        IRunStore runs,
        ServerMetrics metrics
    ) =>
        AnswerAsync(
            run,
            context,
            runs,
            metrics,
            record => Task.FromResult(RunDocument.Write(record)),
            "application/json",
            ending: null
        );

    private static Task<IResult> FetchBlocksAsync(
        [Description("Id of the run, at least four digits of its beginning, or last.")] string run,
        HttpContext context,
        IRunStore runs,
        ServerMetrics metrics
    ) =>
        AnswerAsync(
            run,
            context,
            runs,
            metrics,
            record => BlocksAsync(record, context.RequestAborted),
            "text/csv; charset=utf-8",
            "csv"
        );

    private static async Task<IResult> AnswerAsync(
        string reference,
        HttpContext context,
        IRunStore runs,
        ServerMetrics metrics,
        Func<RunRecord, Task<byte[]>> write,
        string type,
        string? ending
    )
    {
        CancellationToken cancellationToken = context.RequestAborted;
        (Guid? id, IResult? problem) = await RunReference.ResolveAsync(reference, runs, cancellationToken);
        if (id is not { } found)
        {
            return problem!;
        }
        RunRecord? record = await metrics.TimeAsync("fetch", () => runs.GetRunAsync(found, cancellationToken));
        if (record is null)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "No such run", $"There is no run '{found}' here.", "run");
        }
        byte[] content = await write(record);
        return Results.Bytes(
            content,
            type,
            ending is null ? null : $"{found}.{ending}",
            // Weak: the same content may be sent compressed in one way or another.
            entityTag: new EntityTagHeaderValue(
                $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"",
                isWeak: true
            )
        );
    }

    private static async Task<byte[]> BlocksAsync(RunRecord record, CancellationToken cancellationToken)
    {
        using MemoryStream stream = new();
        await using (StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
        {
            await BlockCsv.WriteAsync(record, writer, cancellationToken);
        }
        return stream.ToArray();
    }
}
