using Laptime.Formats;
using Laptime.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Laptime.Web.Hosting;

/// <summary>The raw data of a run as a file, without host name and paths, as <c>laptime results export</c> writes it.</summary>
internal static class RunDownloads
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/runs/{id:guid}/run.json", JsonAsync);
        app.MapGet("/runs/{id:guid}/blocks.csv", CsvAsync);
    }

    private static async Task<IResult> JsonAsync(Guid id, IRunStore runs, CancellationToken cancellationToken) =>
        await runs.GetRunAsync(id, cancellationToken) is { } record
            ? Results.File(
                RunDocument.Write(Redaction.Apply(record)),
                "application/json",
                $"laptime-{ShortId.Of(id)}.json"
            )
            : Results.NotFound();

    private static async Task<IResult> CsvAsync(Guid id, IRunStore runs, CancellationToken cancellationToken)
    {
        if (await runs.GetRunAsync(id, cancellationToken) is not { } found)
        {
            return Results.NotFound();
        }
        // A row too long for its buffer is written at once, which a connection does not allow.
        await using MemoryStream content = new();
        await using (StreamWriter writer = new(content, leaveOpen: true))
        {
            await BlockCsv.WriteAsync(Redaction.Apply(found), writer, cancellationToken);
        }
        return Results.File(content.ToArray(), "text/csv; charset=utf-8", $"laptime-{ShortId.Of(id)}.csv");
    }
}
