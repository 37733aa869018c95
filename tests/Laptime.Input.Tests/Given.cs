using Laptime.Core.Pictures;
using Laptime.Input.Decoding;
using Laptime.Input.Sets;
using Laptime.Input.Synthetic;
using Laptime.Input.Transforms;

namespace Laptime.Input.Tests;

/// <summary>Pictures and plans that nobody need think about.</summary>
internal static class Given
{
    public static PicturePassPlan Plan { get; } =
        new()
        {
            Batch = 8,
            Side = 32,
            IsShuffled = true,
            DropsLast = false,
            Augmentation = new Augmentation.Training(),
            Seed = 5,
        };

    /// <summary>A small JPEG file, different for every seed.</summary>
    public static byte[] Jpeg(int seed, int width = 60, int height = 44)
    {
        RandomStream random = new(seed, 0);
        byte[] pixels = new byte[width * height * 4];
        (int r, int g, int b) = (random.Below(200), random.Below(200), random.Below(200));
        for (int i = 0; i < width * height; i++)
        {
            int x = i % width;
            int y = i / width;
            pixels[i * 4] = (byte)((r + x) % 256);
            pixels[(i * 4) + 1] = (byte)((g + (2 * y)) % 256);
            pixels[(i * 4) + 2] = (byte)((b + (x * y / 20)) % 256);
        }
        using JpegWriter writer = new();
        return writer.Encode(pixels, width, 90);
    }

    /// <summary>A folder with <c>train/</c> and <c>valid/</c> of two classes.</summary>
    public static string Folder(TemporaryDirectory directory, int training, int validation)
    {
        int seed = 0;
        foreach ((string part, int count) in ((string, int)[])[("train", training), ("valid", validation)])
        {
            foreach (string name in (string[])["cats", "dogs"])
            {
                for (int i = 0; i < count; i++)
                {
                    directory.Write($"{part}/{name}/{name}.{i:D4}.jpg", Jpeg(seed++));
                }
            }
        }
        return directory.Path;
    }

    public static PictureFolder Open(string path, InputOptions? options = null) =>
        PictureFolder.Open(path, new PictureSplit(), options ?? new InputOptions { Workers = 2 });

    /// <summary>Decodes a file in full size, to three bytes a pixel.</summary>
    public static unsafe byte[] Decode(ReadOnlySpan<byte> content, out PictureSize size, double needed = 1e9)
    {
        using PictureDecoder decoder = new();
        Bitmap bitmap = decoder.Decode(content, needed, out _);
        size = bitmap.Size;
        byte[] colours = new byte[size.Pixels * 3];
        for (int i = 0; i < size.Pixels; i++)
        {
            byte* pixel = bitmap.Row(i / size.Width) + (i % size.Width * 4);
            (colours[i * 3], colours[(i * 3) + 1], colours[(i * 3) + 2]) = (pixel[0], pixel[1], pixel[2]);
        }
        return colours;
    }
}

/// <summary>A directory of one test, gone afterwards.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("laptime-input-").FullName;

    public string Write(string name, ReadOnlySpan<byte> content)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
