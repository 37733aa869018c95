using System.IO.Compression;
using Laptime.Web.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Laptime.Web.Api;

/// <summary>
/// The bytes of a run as they arrive, unpacked where they are packed: no more of them than one run may have, no more at a
/// time than the server holds, and no longer than a run may take. They count as held until this is disposed of.
/// </summary>
internal sealed class SubmissionBody(HeldBytes held, ServerLimits limits) : IDisposable
{
    private const int Step = 1 << 16;
    private const int Piece = 1 << 18;

    private readonly MemoryStream whole = new();
    private long taken;

    /// <summary>What has arrived.</summary>
    public ReadOnlyMemory<byte> Bytes => whole.GetBuffer().AsMemory(0, (int)whole.Length);

    /// <summary>Takes the body in; what is wrong with it, or null.</summary>
    public async Task<ProblemHttpResult?> ReadAsync(HttpContext context)
    {
        using var arrival = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        arrival.CancelAfter(limits.Arrival);
        try
        {
            switch (context.Request.Headers.ContentEncoding.ToString())
            {
                case "" or "identity":
                    return await CopyAsync(context, context.Request.Body, arrival.Token);
                case "gzip":
                    await using (GZipStream unpacked = new(context.Request.Body, CompressionMode.Decompress))
                    {
                        return await CopyAsync(context, unpacked, arrival.Token);
                    }
                default:
                    context.Response.Headers.AcceptEncoding = "gzip";
                    return Problems.Of(
                        StatusCodes.Status415UnsupportedMediaType,
                        "Encoding not understood",
                        "A run comes as it is or packed with gzip.",
                        "Content-Encoding"
                    );
            }
        }
        catch (InvalidDataException)
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                "Not gzip",
                "The body is declared to be packed with gzip, and cannot be unpacked.",
                "Content-Encoding"
            );
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Problems.Bare(StatusCodes.Status408RequestTimeout);
        }
    }

    public void Dispose()
    {
        held.Return(taken);
        taken = 0;
        whole.Dispose();
    }

    private async Task<ProblemHttpResult?> CopyAsync(HttpContext context, Stream from, CancellationToken token)
    {
        byte[] part = new byte[Step];
        int length;
        while ((length = await from.ReadAsync(part, token)) > 0)
        {
            if (whole.Length + length > limits.Run.Bytes)
            {
                return Problems.Of(
                    StatusCodes.Status413PayloadTooLarge,
                    "Too large",
                    $"The run is larger than {limits.Run.Bytes} bytes, unpacked.",
                    "$"
                );
            }
            // A stream that grows doubles, and copies: it is counted twice.
            while (taken < 2 * (whole.Length + length))
            {
                if (!held.TryTake(Piece))
                {
                    return Problems.Later(
                        context,
                        StatusCodes.Status503ServiceUnavailable,
                        "Busy",
                        "So many runs are arriving that this one cannot be held. Send it again.",
                        TimeSpan.FromSeconds(2)
                    );
                }
                taken += Piece;
            }
            whole.Write(part, 0, length);
        }
        return null;
    }
}
