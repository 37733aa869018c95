using System.ComponentModel;
using Laptime.Core.Runs;
using Laptime.Formats;
using Laptime.Formats.Sealing;
using Laptime.Store;
using Laptime.Store.Access;
using Laptime.Web.Access;
using Laptime.Web.Hosting;
using Laptime.Web.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;

namespace Laptime.Web.Api;

/// <summary>What became of a run that was handed in.</summary>
internal sealed record SubmissionJson
{
    [Description("laptime.submission/1")]
    public string Schema { get; init; } = "laptime.submission/1";

    [Description("Identity of the run.")]
    public required Guid Id { get; init; }

    [Description("Whether the run was unknown before.")]
    public required bool IsNew { get; init; }

    [Description("Trials that were added; 0 where the same run was here with all of them.")]
    public required int NewTrials { get; init; }

    [Description("Where to fetch the run, relative to the server.")]
    public required string Url { get; init; }
}

/// <summary>Takes a run in, whole or not at all.</summary>
internal sealed class SubmitRun(
    IRunStore runs,
    Doorkeeper door,
    RequestRates rates,
    HeldBytes held,
    DocumentGate gate,
    ServerLimits limits,
    ServerMetrics metrics,
    IHostApplicationLifetime lifetime
)
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/runs", (HttpContext context, SubmitRun submit) => submit.HandleAsync(context))
            .WithName("submitRun")
            .WithTags("runs")
            .WithSummary("Hand in a run")
            .WithDescription(
                "Takes a laptime.run/1 document, as 'laptime results export' writes it, as it is or packed with gzip. The run is "
                    + "accepted whole or not at all. The same run again is the one that is here (200); trials that are missing here "
                    + "are added to a run that was not finished (200); what contradicts the run of that id is refused (409)."
            )
            .Produces<SubmissionJson>(StatusCodes.Status201Created)
            .Produces<SubmissionJson>(StatusCodes.Status200OK)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status408RequestTimeout)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private async Task<IResult> HandleAsync(HttpContext context)
    {
        if (await ObjectionAsync(context) is { } objection)
        {
            metrics.CountSubmission("refused", 0);
            return objection;
        }
        using SubmissionBody body = new(held, limits);
        if (await body.ReadAsync(context) is { } unreadable)
        {
            metrics.CountSubmission("refused", 0);
            return unreadable;
        }
        (Guid id, FormatError? error, SubmitResult? result) = await SaveAsync(body, context.RequestAborted);
        metrics.CountSubmission(Outcome(result), body.Bytes.Length);
        return result switch
        {
            null => Problems.Of(
                StatusCodes.Status400BadRequest,
                "Not a run",
                $"{error!.ToString().TrimEnd('.')}. The run was not saved.",
                error.Path
            ),
            SubmitResult.Conflicting conflict => Problems.Of(
                StatusCodes.Status409Conflict,
                "Another run has this id",
                conflict.Reason,
                "$.id"
            ),
            SubmitResult.Accepted accepted => Answer(context, id, accepted),
            _ => throw new InvalidOperationException($"Unknown result {result.GetType().Name}."),
        };
    }

    private async Task<IResult?> ObjectionAsync(HttpContext context)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            context.Response.Headers.Connection = "close";
            return Problems.Later(
                context,
                StatusCodes.Status503ServiceUnavailable,
                "Stopping",
                "The server is being stopped. Send the run again.",
                TimeSpan.FromSeconds(10)
            );
        }
        Visitor visitor = await door.RecognizeAsync(context);
        context.Items[RequestLog.TokenItem] = visitor.TokenId;
        if (!visitor.May(TokenScopes.Submit))
        {
            return Refusals.Of(context, visitor, TokenScopes.Submit);
        }
        if (rates.Submit(visitor.TokenId!) is { } wait)
        {
            return Problems.Later(
                context,
                StatusCodes.Status429TooManyRequests,
                "Too many runs",
                "More runs were handed in under this token than the server takes. Wait as long as Retry-After says.",
                wait
            );
        }
        return
            MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            ? null
            : Problems.Of(
                StatusCodes.Status415UnsupportedMediaType,
                "Not JSON",
                "A run comes as application/json.",
                "Content-Type"
            );
    }

    private async Task<(Guid Id, FormatError? Error, SubmitResult? Result)> SaveAsync(
        SubmissionBody body,
        CancellationToken cancellationToken
    )
    {
        ReadResult<RunRecord> read = await gate.DoAsync(
            () => Task.FromResult(RunDocument.Read(body.Bytes.Span, limits.Run)),
            cancellationToken
        );
        if (!read.IsRead)
        {
            return (default, read.Error, null);
        }
        // As an import: what was changed after it was sealed is no measurement any more.
        if (RunSealing.Verify(read.Value) is { State: SealState.Altered } altered)
        {
            return (
                default,
                new FormatError("$.seal", $"the run was altered after it was sealed: {altered.Reason}"),
                null
            );
        }
        SubmitResult result = await metrics.TimeAsync("submit", () => runs.SubmitAsync(read.Value, cancellationToken));
        return (read.Value.Run.Id, null, result);
    }

    private static IResult Answer(HttpContext context, Guid id, SubmitResult.Accepted accepted)
    {
        string url = $"/api/v1/runs/{id}";
        context.Response.Headers.Location = url;
        SubmissionJson answer = new()
        {
            Id = id,
            IsNew = accepted.IsNewRun,
            NewTrials = accepted.NewTrials,
            Url = url,
        };
        return accepted.IsNewRun ? TypedResults.Created(url, answer) : TypedResults.Ok(answer);
    }

    private static string Outcome(SubmitResult? result) =>
        result switch
        {
            null => "invalid",
            SubmitResult.Conflicting => "conflict",
            SubmitResult.Accepted { IsNewRun: true } => "new",
            _ => "known",
        };
}
