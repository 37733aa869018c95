using Laptime.Torch.Weights;

namespace Laptime.Torch.Tests.Weights;

public class WeightFileTests(WrittenWeights written) : IClassFixture<WrittenWeights>
{
    [Theory]
    [InlineData("protocol2.pth")]
    [InlineData("protocol4.pth")]
    [InlineData("protocol5.pth")]
    [InlineData("dict.pth")]
    [InlineData("checkpoint.pth")]
    [InlineData("weights.safetensors")]
    public void ReadInto_EveryEntry_EqualsWhatPythonHolds(string name)
    {
        using var file = WeightFile.Open(written.Locate(name));

        var expected = written.Expected();
        file.Entries.Select(e => e.Name).ShouldBe(expected.Keys, ignoreOrder: true);
        foreach (var entry in file.Entries)
        {
            var (type, shape, bytes) = expected[entry.Name];
            entry.DType.ToString().ShouldBe(type, entry.Name, StringCompareShould.IgnoreCase);
            entry.Shape.ToArray().ShouldBe(shape, entry.Name);
            Read(file, entry).ShouldBe(bytes, entry.Name);
        }
    }

    [Fact]
    public void Entries_OfPytorchFile_KeepTheOrderOfTheStateDict()
    {
        using var file = WeightFile.Open(written.Locate("protocol2.pth"));

        file.Entries.Select(e => e.Name).ShouldBe(written.Expected().Keys);
    }

    [Fact]
    public void Entries_NestedDicts_GiveNamesWithDots()
    {
        using var file = WeightFile.Open(written.Locate("nested.pth"));

        file.Entries.Count.ShouldBe(written.Expected().Count + 1);
        file.Entries[^1].ShouldBe(file.Entries[^1] with { Name = "decoder.w", DType = DType.Float32 });
        file.Entries.ShouldContain(e => e.Name == "encoder.0.weight");
    }

    [Fact]
    public void Entries_LoneTensor_IsNamedTensor()
    {
        using var file = WeightFile.Open(written.Locate("single.pth"));

        file.Entries.ShouldHaveSingleItem().Name.ShouldBe("tensor");
    }

    [Theory]
    [InlineData("module.pth", "needs Python's torch.nn.modules.container.Sequential")]
    [InlineData("module.pth", "torch.save(model.state_dict()")]
    [InlineData("legacy.pth", "format of before 1.6")]
    [InlineData("script.pt", "is a TorchScript program")]
    [InlineData("bare.pkl", "is a bare Python pickle")]
    [InlineData("counters.pth", "holds no tensors")]
    [InlineData("expanded.pth", "Save it after .contiguous()")]
    public void Open_WrittenByPythonButNotWeights_SaysWhatAndTheWayOut(string name, string text)
    {
        var path = written.Locate(name);

        var refusal = Should.Throw<WeightFileException>(() => WeightFile.Open(path));

        refusal.Message.ShouldContain(text);
        refusal.Message.ShouldContain(path);
    }

    [Fact]
    public void Open_AnyPrefixOfAFile_IsRefused()
    {
        // A download can end anywhere.
        using var directory = new TemporaryDirectory();
        foreach (var name in (string[])["protocol2.pth", "weights.safetensors"])
        {
            var whole = File.ReadAllBytes(written.Locate(name));
            for (var length = 0; length < whole.Length; length += 1 + (whole.Length / 100))
            {
                var path = directory.Write("cut", whole.AsSpan(0, length));
                Should.Throw<WeightFileException>(() => WeightFile.Open(path), $"{name} cut at {length}");
            }
        }
    }

    [Fact]
    public void Open_AnyByteChanged_ReadsOrIsRefused()
    {
        // Never another exception, never more memory than the file could hold.
        using var directory = new TemporaryDirectory();
        foreach (var name in (string[])["protocol4.pth", "weights.safetensors"])
        {
            var bytes = File.ReadAllBytes(written.Locate(name));
            var random = new Random(1);
            for (var i = 0; i < 300; i++)
            {
                var at = random.Next(bytes.Length);
                var before = bytes[at];
                bytes[at] = (byte)random.Next(256);
                ReadAllOrRefuse(directory.Write("changed", bytes), bytes.Length);
                bytes[at] = before;
            }
        }
    }

    [Fact]
    public void ReadInto_DestinationOfAnotherSize_Throws()
    {
        using var file = WeightFile.Open(written.Locate("single.pth"));

        Should.Throw<ArgumentException>(() => file.ReadInto(file.Entries[0], new byte[3])).Message.ShouldContain("192");
    }

    [Fact]
    public void ReadInto_EntryOfAnotherFile_Throws()
    {
        using var file = WeightFile.Open(written.Locate("single.pth"));

        Should.Throw<ArgumentException>(() => file.ReadInto(new WeightEntry("other", DType.UInt8, [1]), new byte[1]));
    }

    [Fact]
    public void ReadInto_FileCutSinceOpened_IsRefused()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("w.pth", File.ReadAllBytes(written.Locate("single.pth")));
        using var file = WeightFile.Open(path);
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.SetLength(100);
        }

        Should.Throw<WeightFileException>(() => Read(file, file.Entries[0])).Message.ShouldContain("cut short");
    }

    private static void ReadAllOrRefuse(string path, long length)
    {
        try
        {
            using var file = WeightFile.Open(path);
            foreach (var entry in file.Entries)
            {
                entry.ByteCount.ShouldBeLessThanOrEqualTo(length);
                Read(file, entry);
            }
        }
        catch (WeightFileException e)
        {
            e.Message.ShouldStartWith("Weights ");
        }
    }

    private static byte[] Read(WeightFile file, WeightEntry entry)
    {
        var bytes = new byte[entry.ByteCount];
        file.ReadInto(entry, bytes);
        return bytes;
    }
}
