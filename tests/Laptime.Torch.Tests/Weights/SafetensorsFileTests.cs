using System.Buffers.Binary;
using System.Text;
using Laptime.Torch.Weights;

namespace Laptime.Torch.Tests.Weights;

public class SafetensorsFileTests
{
    [Fact]
    public void Open_ExampleOfTheFormat_ReadsItsTensors()
    {
        using var file = Open(
            """{"__metadata__":{"a":"b"},"x":{"dtype":"F16","shape":[1,2],"data_offsets":[0,4]}}   """,
            4
        );

        var entry = file.Entries.ShouldHaveSingleItem();
        entry.ShouldBe(entry with { Name = "x", DType = DType.Float16 });
        entry.Shape.ShouldBe([1, 2]);
        var bytes = new byte[4];
        file.ReadInto(entry, bytes);
        bytes.ShouldBe([0, 1, 2, 3]);
    }

    [Fact]
    public void Open_NoTensors_HasNoEntries()
    {
        using var file = Open("{}", 0);

        file.Entries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "not what Float32 [2] needs")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "not what Float32 [-1] needs")]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""",
        0,
        "not what Float32 [4294967296, 4294967296] needs"
    )]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""", 4, "no range")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}""", 4, "no range")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", 8, "gap")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 3, "take 4 bytes and 3 are there")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 5, "take 4 bytes and 5 are there")]
    [InlineData(
        """{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"y":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""",
        6,
        "overlaps"
    )]
    [InlineData(
        """{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""",
        1,
        "not what the format prescribes"
    )]
    [InlineData("""{"x":{"dtype":"F4","shape":[2],"data_offsets":[0,1]}}""", 1, "element type F4")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1]}}""", 1, "not what the format prescribes")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1.5],"data_offsets":[0,1]}}""", 1, "not what the format prescribes")]
    [InlineData("""{"x":7}""", 1, "not what the format prescribes")]
    [InlineData("""{"x":{"dtype":8,"shape":[1],"data_offsets":[0,1]}}""", 1, "not what the format prescribes")]
    [InlineData("""{"x""", 1, "not what the format prescribes")]
    public void Open_HeaderBreaksARule_SaysWhich(string header, int dataLength, string text) =>
        Should.Throw<WeightFileException>(() => Open(header, dataLength)).Message.ShouldContain(text);

    [Theory]
    [InlineData(100_000_001, "limit of 100 MB")]
    [InlineData(1000, "cut short within its header")]
    public void Open_HeaderLongerThanTheFile_IsRefused(long claimed, string text) =>
        Should.Throw<WeightFileException>(() => Open("{}", 0, claimed)).Message.ShouldContain(text);

    [Fact]
    public void Open_HeaderNestedDeeply_IsRefused() =>
        Should.Throw<WeightFileException>(() => Open("{\"x\":" + new string('[', 100_000), 0));

    private static WeightFile Open(string header, int dataLength, long? claimedLength = null)
    {
        using var directory = new TemporaryDirectory();
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, claimedLength ?? json.Length);
        byte[] data = [.. Enumerable.Range(0, dataLength).Select(i => (byte)i)];
        return WeightFile.Open(directory.Write("w.safetensors", [.. length, .. json, .. data]));
    }
}
