using System.Text;
using Laptime.Core.Runs;
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
        RunRecord record = Redaction.Apply(found);
        return Results.Stream(
            async stream =>
            {
                await using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                await BlockCsv.WriteAsync(record, writer, CancellationToken.None);
            },
            "text/csv; charset=utf-8",
            $"laptime-{ShortId.Of(id)}.csv"
        );
    }
}
