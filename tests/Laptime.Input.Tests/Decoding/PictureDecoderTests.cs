using System.Buffers.Binary;
using System.IO.Compression;
using Laptime.Input.Decoding;

namespace Laptime.Input.Tests.Decoding;

public class PictureDecoderTests(PythonOracle oracle) : IClassFixture<PythonOracle>
{
    [Theory]
    [InlineData("444.jpg", 0)]
    [InlineData("420.jpg", 0)]
    [InlineData("progressive.jpg", 0)]
    [InlineData("grey.jpg", 0)]
    // PIL rounds the product of inks in another way.
    [InlineData("cmyk.jpg", 1)]
    [InlineData("rgb.png", 0)]
    [InlineData("alpha.png", 0)]
    [InlineData("palette.png", 0)]
    [InlineData("grey.png", 0)]
    [InlineData("grey-alpha.png", 0)]
    [InlineData("bits.png", 0)]
    [InlineData("deep.png", 1)]
    public void Decode_EveryKind_AgreesWithPil(string name, int tolerance)
    {
        byte[] expected = oracle.Bytes($"{name}.rgb");

        byte[] colours = Given.Decode(oracle.Bytes(name), out PictureSize size);

        size.ShouldBe(new PictureSize(93, 71));
        colours.Length.ShouldBe(expected.Length);
        colours.Zip(expected, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThanOrEqualTo(tolerance);
    }

    [Theory]
    [InlineData(801, 602, 602, 1)]
    [InlineData(801, 602, 301.5, 1)]
    [InlineData(801, 602, 301, 2)]
    [InlineData(801, 602, 151, 4)]
    [InlineData(801, 602, 76, 8)]
    // 1/8 is the smallest that JPEG decodes to; a box filter does the rest.
    [InlineData(801, 602, 20, 24)]
    public void Decode_LargeJpeg_IsTheSmallestSizeThatIsStillLargeEnough(
        int width,
        int height,
        double needed,
        int factor
    )
    {
        using PictureDecoder decoder = new();

        Bitmap bitmap = decoder.Decode(Given.Jpeg(1, width, height), needed, out PictureSize full);

        full.ShouldBe(new PictureSize(width, height));
        bitmap.Size.Shorter.ShouldBeGreaterThanOrEqualTo((int)needed);
        bitmap.Size.ShouldBe(factor <= 8 ? full.Over(factor) : full.Over(8).Over(factor / 8));
    }

    [Fact]
    public void Decode_ScaledJpeg_IsCloseToTheMeanOfSquares()
    {
        byte[] jpeg = Given.Jpeg(2, 240, 160);
        byte[] full = Given.Decode(jpeg, out _);

        byte[] half = Given.Decode(jpeg, out PictureSize size, 80);

        size.ShouldBe(new PictureSize(120, 80));
        double sum = 0;
        for (int i = 0; i < half.Length; i++)
        {
            int c = i % 3;
            int x = i / 3 % 120 * 2;
            int y = i / 3 / 120 * 2;
            int At(int dx, int dy) => full[((((y + dy) * 240) + x + dx) * 3) + c];
            sum += Math.Abs(half[i] - ((At(0, 0) + At(1, 0) + At(0, 1) + At(1, 1)) / 4.0));
        }
        // Edges leave ripples, everything else is the mean.
        (sum / half.Length).ShouldBeLessThan(4);
    }

    [Theory]
    [InlineData(7, 5, 2)]
    [InlineData(9, 9, 3)]
    [InlineData(10, 4, 4)]
    public unsafe void Shrink_AnyFactor_IsTheMeanOfSquares(int width, int height, int factor)
    {
        using PixelBuffer buffer = new();
        Bitmap bitmap = buffer.Reserve(new PictureSize(width, height));
        Random random = new(3);
        int[,] red = new int[height, width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bitmap.Row(y)[x * 4] = (byte)(red[y, x] = random.Next(256));
            }
        }

        Bitmap small = BoxFilter.Shrink(bitmap, factor);

        for (int y = 0; y < small.Size.Height; y++)
        {
            for (int x = 0; x < small.Size.Width; x++)
            {
                List<int> values = [];
                for (int i = 0; i < factor * factor; i++)
                {
                    (int oldX, int oldY) = ((x * factor) + (i % factor), (y * factor) + (i / factor));
                    if (oldX < width && oldY < height)
                    {
                        values.Add(red[oldY, oldX]);
                    }
                }
                ((double)small.Row(y)[x * 4]).ShouldBe(values.Average(), 0.501);
            }
        }
    }

    public static TheoryData<string, byte[], string> Damaged
    {
        get
        {
            byte[] jpeg = Given.Jpeg(3, 320, 240);
            byte[] giant = [.. jpeg];
            int frame = giant.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
            giant.AsSpan(frame + 5, 4).Fill(0xFF);
            byte[] large = [.. giant];
            (large[frame + 6], large[frame + 8]) = (0xDC, 0xDC);
            return new()
            {
                { "nothing", [], "neither JPEG nor PNG" },
                { "text", "<html>not found</html>"u8.ToArray(), "neither JPEG nor PNG" },
                { "gif", "GIF89a......"u8.ToArray(), "neither JPEG nor PNG" },
                { "header alone", jpeg[..20], "" },
                { "half a file", jpeg[..(jpeg.Length / 2)], "remature end" },
                { "65535 x 65535", giant, "Maximum supported image dimension is 65500" },
                { "65500 x 65500", large, "65500 x 65500 pixels are more than 134 million" },
                { "png header alone", Png(10, 10, [])[..30], "" },
                { "half a png", Png(400, 400, new byte[40_000]), "" },
                { "png of 60000 x 60000", Png(60_000, 60_000, []), "60000 x 60000 pixels" },
                { "png of 2^31", Png(0x7FFF_FFFF, 0x7FFF_FFFF, []), "" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Decode_Damaged_IsRefusedWithAReason(string what, byte[] content, string reason)
    {
        using PictureDecoder decoder = new();
        long before = Environment.WorkingSet;

        var e = Should.Throw<UnreadableException>(() => decoder.Decode(content, 224, out _), what);

        e.Message.ShouldContain(reason);
        e.Message.ShouldNotBeEmpty();
        (Environment.WorkingSet - before).ShouldBeLessThan(64 << 20);
    }

    [Fact]
    public void Decode_StrayBytesBeforeAMarker_IsTolerated()
    {
        byte[] jpeg = Given.Jpeg(4);
        byte[] stray = [.. jpeg[..^2], 0, 0, 0, 0, .. jpeg[^2..]];

        Given.Decode(stray, out _).ShouldBe(Given.Decode(jpeg, out _));
    }

    [Fact]
    public void Decode_AnyByteChanged_NeverCrashes()
    {
        byte[] jpeg = Given.Jpeg(5);
        using PictureDecoder decoder = new();
        Random random = new(1);
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] changed = [.. jpeg];
            for (int k = random.Next(1, 4); k > 0; k--)
            {
                changed[random.Next(2, changed.Length)] = (byte)random.Next(256);
            }
            try
            {
                decoder.Decode(changed, 32, out _);
            }
            catch (UnreadableException)
            {
                refused++;
            }
        }

        refused.ShouldBeInRange(50, 2950);
    }

    [Fact]
    public void Read_NoFileOrAFolder_IsUnreadable()
    {
        using TemporaryDirectory directory = new();
        using PictureDecoder decoder = new();
        string empty = directory.Write("empty.jpg", []);

        Should.Throw<UnreadableException>(() => decoder.Read(empty)).Message.ShouldBe("the file is empty");
        Should.Throw<UnreadableException>(() => decoder.Read(empty + "x")).Message.ShouldBe("the file is not there");
        Should.Throw<UnreadableException>(() => decoder.Read(directory.Path));
    }

    /// <summary>A true-colour PNG whose header is right and whose data may be less than it promises.</summary>
    private static byte[] Png(int width, int height, byte[] data)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        using MemoryStream packed = new();
        using (ZLibStream zip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(data);
        }
        return
        [
            0x89,
            0x50,
            0x4E,
            0x47,
            0x0D,
            0x0A,
            0x1A,
            0x0A,
            .. Chunk("IHDR"u8, header),
            .. Chunk("IDAT"u8, packed.ToArray()),
            .. Chunk("IEND"u8, []),
        ];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> kind, byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. kind, .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4), Crc(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    /// <summary>CRC-32 of PNG, annex D of its specification.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFF_FFFF;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int k = 0; k < 8; k++)
            {
                crc = (crc & 1) != 0 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1;
            }
        }
        return ~crc;
    }
}
