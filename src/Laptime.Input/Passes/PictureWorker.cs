using Laptime.Core.Pictures;
using Laptime.Core.Quantities;
using Laptime.Input.Decoding;
using Laptime.Input.Sets;
using Laptime.Input.Transforms;

namespace Laptime.Input.Passes;

/// <summary>Turns files into pictures of a batch. Not thread-safe; one for each thread.</summary>
internal sealed unsafe class PictureWorker(PictureSet set, PicturePassPlan plan, TimeProvider time) : IDisposable
{
    private readonly PictureDecoder decoder = new();
    private readonly ToneCurve tone = new();

    /// <summary>Reads, decodes and draws one picture.</summary>
    /// <param name="index">The picture, by its place in the set.</param>
    /// <param name="output">Where it goes.</param>
    /// <returns>What it took.</returns>
    /// <exception cref="UnreadableException">There is no picture in the file.</exception>
    public PassWork Work(int index, nint output)
    {
        PictureTransform transform = PictureTransform.Draw(plan.Augmentation, new RandomStream(plan.Seed, index));
        long start = time.GetTimestamp();
        ReadOnlySpan<byte> file = decoder.Read(set.Files[index].Path);
        long read = time.GetTimestamp();
        Bitmap decoded = decoder.Decode(file, plan.Side * transform.Magnification, out PictureSize full);
        long isDecoded = time.GetTimestamp();
        tone.Set(transform.Brightness, transform.Contrast);
        Homography map = Geometry.Map(transform, full, decoded.Size, plan.Side);
        Sampler.Draw(map, decoded, tone, (float*)output, plan.Side);
        return new PassWork(
            1,
            new Bytes(file.Length),
            Seconds.From(time.GetElapsedTime(start, read)),
            Seconds.From(time.GetElapsedTime(read, isDecoded)),
            Seconds.From(time.GetElapsedTime(isDecoded))
        );
    }

    public void Dispose() => decoder.Dispose();
}
