using System.Text;
using Laptime.Torch.Weights;

namespace Laptime.Torch.Tests.Weights;

/// <summary>Archives and pickles written by hand, most of them to do harm.</summary>
public class PytorchFileTests
{
    /// <summary>{"w": a tensor of four bytes}, with the parts that a test may want to change.</summary>
    private static string Pickle(
        string count = "K\u0004",
        string offset = "K\0",
        string shape = "K\u0004\u0085",
        string strides = "K\u0001\u0085",
        string key = "X\u0001\0\0\00"
    ) =>
        "\u0080\u0002}X\u0001\0\0\0wctorch._utils\n_rebuild_tensor_v2\n("
        + $"(X\a\0\0\0storagectorch\nByteStorage\n{key}X\u0003\0\0\0cpu{count}tQ"
        + $"{offset}{shape}{strides}\u0089ccollections\nOrderedDict\n)RtRs.";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_WrittenByHand_ReadsTheTensor(bool isLarge)
    {
        using var file = Open(TinyZip.Write(Entries(Pickle()), isLarge));

        ReadSingle(file).ShouldBe([10, 11, 12, 13]);
    }

    [Fact]
    public void Open_UntypedStorageAndTensorV3_ReadsTheTensor()
    {
        // As PyTorch 2.3 and later write types without a storage class of their own.
        var pickle =
            "\u0080\u0002}X\u0001\0\0\0wctorch._utils\n_rebuild_tensor_v3\n("
            + "(X\a\0\0\0storagectorch.storage\nUntypedStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0004tQ"
            + "K\0K\u0002\u0085K\u0001\u0085\u0089ccollections\nOrderedDict\n)Rctorch\nuint16\n}tRs.";
        using var file = Open(TinyZip.Write(Entries(pickle)));

        file.Entries.ShouldHaveSingleItem().DType.ShouldBe(DType.UInt16);
        ReadSingle(file).ShouldBe([10, 11, 12, 13]);
    }

    [Theory]
    [InlineData("little", null)]
    [InlineData("big", "big-endian")]
    public void Open_ByteOrderMarked_RefusesBigEndian(string order, string? text)
    {
        var zip = TinyZip.Write([.. Entries(Pickle()), ("w/byteorder", Encoding.ASCII.GetBytes(order))]);

        if (text is null)
        {
            using var file = Open(zip);
            file.Entries.Count.ShouldBe(1);
        }
        else
        {
            Should.Throw<WeightFileException>(() => Open(zip)).Message.ShouldContain(text);
        }
    }

    [Fact]
    public void Open_CallOfSystem_IsRefusedByName() =>
        Refusal("\u0080\u0002cposix\nsystem\nX\u0002\0\0\0ls\u0085R.").ShouldContain("needs Python's posix.system");

    [Fact]
    public void Open_CallOfSystemByStack_IsRefusedByName() =>
        Refusal("\u0080\u0004\u008c\u0005posix\u008c\u0006system\u0093.").ShouldContain("needs Python's posix.system");

    [Theory]
    [InlineData("K\u0005", "K\0", "K\u0004\u0085", "K\u0001\u0085", "cut short")]
    [InlineData("K\u0004", "K\u0001", "K\u0004\u0085", "K\u0001\u0085", "beyond its storage")]
    [InlineData("K\u0004", "K\0", "K\u0004\u0085", "K\u0002\u0085", "beyond its storage")]
    [InlineData("K\u0004", "K\0", "K\u0005\u0085", "K\u0001\u0085", "more elements than are stored")]
    [InlineData("K\u0004", "K\0", "J\u00ff\u00ff\u00ff\u007f\u0085", "K\0\u0085", "more elements than are stored")]
    [InlineData("K\u0004", "J\u00ff\u00ff\u00ff\u00ff", "K\u0004\u0085", "K\u0001\u0085", "do not fit together")]
    [InlineData("K\u0004", "K\0", "J\u00ff\u00ff\u00ff\u00ff\u0085", "K\u0001\u0085", "no count")]
    [InlineData("K\u0004", "K\0", "K\u0004\u0085", "J\u00ff\u00ff\u00ff\u00ff\u0085", "no count")]
    [InlineData("K\u0004", "K\0", "K\u0004\u0085", ")", "do not fit together")]
    [InlineData(
        "K\u0004",
        "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
        "K\u0001K\u0002\u0086",
        "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f\u0086",
        "beyond its storage"
    )]
    public void Open_TensorThatDoesNotFitItsStorage_IsRefused(
        string count,
        string offset,
        string shape,
        string strides,
        string text
    ) => Refusal(Pickle(count, offset, shape, strides)).ShouldContain(text);

    [Theory]
    [InlineData("X\u0009\0\0\0../../etc")]
    [InlineData("X\u0001\0\0\01")]
    public void Open_StorageThatIsNotInTheArchive_IsRefused(string key) =>
        Refusal(Pickle(key: key)).ShouldContain("bytes of tensor w are missing");

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("\u0080\u0002N")]
    [InlineData("\u0080\u0009N.")]
    [InlineData("\u0080\u0002(.")]
    [InlineData("\u0080\u0002t.")]
    [InlineData("\u0080\u0002}(K\u0001u.")]
    [InlineData("\u0080\u0002K\u0001K\u0002K\u0003s.")]
    [InlineData("\u0080\u0002h\u0005.")]
    [InlineData("\u0080\u0002X\u00ff\u00ff\u00ff\u00ff.")]
    [InlineData("\u0080\u0004\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.")]
    [InlineData("\u0080\u0002cos")]
    [InlineData("\u0080\u0002K\u0001)R.")]
    [InlineData("\u0080\u0002ctorch\nFloatStorage\n)R.")]
    [InlineData("\u0080\u0002K\u0001Q.")]
    [InlineData("\u0080\u0002}NK\u0001s.")]
    [InlineData("\u0080\u0002]q\0h\0a.")]
    [InlineData("\u0080\u0002}q\0X\u0001\0\0\0ah\0s.")]
    public void Open_BrokenPickle_IsRefused(string pickle) => Refusal(pickle).ShouldContain("w.pth can't be used: ");

    [Fact]
    public void Open_DictThatDoublesThirtyTimes_IsRefusedSoon()
    {
        // d0 = {}; d1 = {a: d0, b: d0}; … : 2^30 paths in a few hundred bytes.
        var pickle = new StringBuilder("\u0080\u0002}q\0");
        for (var i = 0; i < 30; i++)
        {
            pickle
                .Append("}(X\u0001\0\0\0a")
                .Append('h')
                .Append((char)i)
                .Append("X\u0001\0\0\0b")
                .Append('h')
                .Append((char)i);
            pickle.Append("uq").Append((char)(i + 1));
        }

        Refusal(pickle.Append('.').ToString()).ShouldContain("nested too deeply or too often");
    }

    [Theory]
    [InlineData(')')]
    [InlineData('}')]
    [InlineData('(')]
    public void Open_StackFilledWithoutEnd_IsRefused(char opcode) =>
        Refusal("\u0080\u0002" + new string(opcode, 1_000_000)).ShouldContain("makes no sense");

    [Fact]
    public void Open_CompressedEntries_AreRefused() =>
        Should
            .Throw<WeightFileException>(() => Open(TinyZip.Write(Entries(Pickle()), method: 8)))
            .Message.ShouldContain("compressed");

    [Theory]
    [InlineData(100_000u, "beyond the end")]
    [InlineData(0xfffffffeu, "beyond the end")]
    public void Open_EntriesThatClaimMoreThanTheFile_AreRefused(uint length, string text) =>
        Should
            .Throw<WeightFileException>(() => Open(TinyZip.Write(Entries(Pickle()), claimedLength: length)))
            .Message.ShouldContain(text);

    [Fact]
    public void Open_TwoEntriesOfOneName_AreRefused() =>
        Should
            .Throw<WeightFileException>(() => Open(TinyZip.Write([.. Entries(Pickle()), .. Entries(Pickle())])))
            .Message.ShouldContain("two entries named w/data.pkl");

    [Fact]
    public void Open_OrdinaryZip_SaysSo() =>
        Should
            .Throw<WeightFileException>(() => Open(TinyZip.Write([("readme.txt", [1])])))
            .Message.ShouldContain("zip archive without a PyTorch state dict");

    private static (string Name, byte[] Content)[] Entries(string pickle) =>
        [("w/data.pkl", Encoding.Latin1.GetBytes(pickle)), ("w/data/0", [10, 11, 12, 13])];

    private static string Refusal(string pickle) =>
        Should.Throw<WeightFileException>(() => Open(TinyZip.Write(Entries(pickle)))).Message;

    private static byte[] ReadSingle(WeightFile file)
    {
        var bytes = new byte[4];
        file.ReadInto(file.Entries.ShouldHaveSingleItem(), bytes);
        return bytes;
    }

    private static WeightFile Open(byte[] zip)
    {
        using var directory = new TemporaryDirectory();
        return WeightFile.Open(directory.Write("w.pth", zip));
    }
}
