using Laptime.Prices.Importing;

namespace Laptime.Prices.Feeds;

/// <summary>Gets the price list of a source and reads it.</summary>
/// <param name="http">Client for remote sources.</param>
/// <param name="limit">Time and size that a remote source may take.</param>
public sealed class SourceReader(HttpClient http, DownloadLimit limit)
{
    /// <summary>Reads the list of a source. A remote one is dated today unless it says more.</summary>
    /// <exception cref="CatalogException">It cannot be had or read; the message says why.</exception>
    public async Task<ImportedOffers> ReadAsync(
        PriceSource source,
        ImportContext context,
        CancellationToken cancellationToken
    )
    {
        var own = context with { Provider = source.Provider ?? context.Provider };
        try
        {
            if (PriceSource.Remote(source.Location) is { } address)
            {
                await using var file = await DownloadAsync(address, cancellationToken);
                return OfferImporter.Import(file, own with { AsOf = context.AsOf ?? context.Today });
            }
            await using FileStream local = new(source.Location, FileMode.Open, FileAccess.Read);
            return OfferImporter.Import(local, own);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CatalogException(e.Message, e);
        }
    }

    /// <summary>The content in a temporary file, which is deleted when closed: a list may be larger than the memory.</summary>
    private async Task<FileStream> DownloadAsync(Uri address, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limit.Time);
        FileStream file = new(
            Path.GetTempFileName(),
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.None,
            64 * 1024,
            FileOptions.DeleteOnClose
        );
        try
        {
            using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new CatalogException(
                    $"{address.Host} answers {(int)response.StatusCode} {response.ReasonPhrase}."
                );
            }
            await using var content = await response.Content.ReadAsStreamAsync(patience.Token);
            await CopyAsync(content, file, patience.Token);
            file.Position = 0;
            return file;
        }
        catch (Exception e)
        {
            await file.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw e switch
            {
                OperationCanceledException => new CatalogException(
                    $"{address.Host} took more than {limit.Time.TotalSeconds:0} s.",
                    e
                ),
                HttpRequestException => new CatalogException($"{address.Host} cannot be reached: {e.Message}", e),
                _ => e,
            };
        }
    }

    private async Task CopyAsync(Stream content, FileStream file, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0; )
        {
            if (file.Length + read > limit.Bytes)
            {
                throw new CatalogException(
                    $"The list is larger than {limit.Bytes / 1024 / 1024} MiB; ask the feed for a part of it."
                );
            }
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}

/// <summary>What a download may take.</summary>
/// <param name="Time">From the question to the last byte.</param>
/// <param name="Bytes">Size.</param>
public sealed record DownloadLimit(TimeSpan Time, long Bytes)
{
    /// <summary>Two minutes, 1 GiB.</summary>
    public static DownloadLimit Default { get; } = new(TimeSpan.FromMinutes(2), 1L << 30);
}
