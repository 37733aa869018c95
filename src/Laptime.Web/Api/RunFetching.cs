using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using Laptime.Core.Runs;
using Laptime.Formats;
using Laptime.Store;
using Laptime.Web.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Laptime.Web.Api;

/// <summary>Gives a run out, as a document or as blocks.</summary>
internal sealed class RunFetching(IRunStore runs, HeldBytes held, DocumentGate gate, ServerMetrics metrics)
{
    private const string What = "Id of the run, at least four digits of its beginning, or last.";

    public static Task<IResult> DocumentAsync(
        [Description(What)] string run,
        HttpContext context,
        RunFetching fetching
    ) =>
        fetching.AnswerAsync(
            run,
            context,
            record => Task.FromResult(RunDocument.Write(record)),
            "application/json",
            ending: null
        );

    public static Task<IResult> BlocksAsync(
        [Description(What)] string run,
        HttpContext context,
        RunFetching fetching
    ) =>
        fetching.AnswerAsync(
            run,
            context,
            record => WriteBlocksAsync(record, context.RequestAborted),
            "text/csv; charset=utf-8",
            ".csv"
        );

    private async Task<IResult> AnswerAsync(
        string reference,
        HttpContext context,
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
        byte[]? content = await gate.DoAsync(
            async () =>
                await metrics.TimeAsync("fetch", () => runs.GetRunAsync(found, cancellationToken)) is { } record
                    ? await write(record)
                    : null,
            cancellationToken
        );
        if (content is null)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "No such run", $"There is no run '{found}' here.", "run");
        }
        if (!held.TryTake(content.Length))
        {
            return Problems.Later(
                context,
                StatusCodes.Status503ServiceUnavailable,
                "Busy",
                "So many runs are on their way that this one cannot be held. Ask again.",
                TimeSpan.FromSeconds(2)
            );
        }
        context.Response.OnCompleted(() =>
        {
            held.Return(content.Length);
            return Task.CompletedTask;
        });
        return Results.Bytes(
            content,
            type,
            ending is null ? null : found + ending,
            // Weak: the same content may be sent compressed in one way or another.
            entityTag: new EntityTagHeaderValue(
                $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"",
                isWeak: true
            )
        );
    }

    private static async Task<byte[]> WriteBlocksAsync(RunRecord record, CancellationToken cancellationToken)
    {
        using MemoryStream stream = new();
        await using (StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
        {
            await BlockCsv.WriteAsync(record, writer, cancellationToken);
        }
        return stream.ToArray();
    }
}
