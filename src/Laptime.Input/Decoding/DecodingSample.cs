using Laptime.Input.Synthetic;
using Laptime.Input.Transforms;

namespace Laptime.Input.Decoding;

/// <summary>
/// A few made-up photographs as JPEG in memory, to measure decoding alone: no files, no transforms. They are decoded at
/// full size.
/// </summary>
public sealed class DecodingSample : IDisposable
{
    private const int Quality = 86;

    private readonly byte[][] files;
    private readonly PictureDecoder[] decoders;

    /// <summary>Draws them; the same ones every time.</summary>
    /// <param name="pictures">How many; at least 1.</param>
    /// <param name="threads">How many threads will decode; at least 1.</param>
    /// <exception cref="PictureException">libturbojpeg is missing.</exception>
    public DecodingSample(int pictures, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pictures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        using JpegWriter writer = new();
        files =
        [
            .. Enumerable
                .Range(0, pictures)
                .Select(i =>
                {
                    int width = StripedPicture.Draw(i % 2, new RandomStream(1, i), out byte[] pixels);
                    return writer.Encode(pixels, width, Quality);
                }),
        ];
        decoders = [.. Enumerable.Range(0, threads).Select(_ => new PictureDecoder())];
    }

    /// <summary>Pictures.</summary>
    public int Count => files.Length;

    /// <summary>Decodes all of them on a thread of its own decoder.</summary>
    /// <param name="thread">Number of the thread, from 0.</param>
    /// <returns>Pixels decoded.</returns>
    public long DecodeAll(int thread)
    {
        long pixels = 0;
        foreach (byte[] file in files)
        {
            Bitmap picture = decoders[thread].Decode(file, needed: double.MaxValue, out _);
            pixels += (long)picture.Size.Width * picture.Size.Height;
        }
        return pixels;
    }

    /// <inheritdoc />
    public void Dispose() => Array.ForEach(decoders, decoder => decoder.Dispose());
}
