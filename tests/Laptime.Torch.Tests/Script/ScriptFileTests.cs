using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch.Script;
using Laptime.Torch.Tensors;
using Laptime.Torch.Tests.Weights;

namespace Laptime.Torch.Tests.Script;

/// <summary>Files as Python writes them, and files written by hand to do harm.</summary>
public sealed class ScriptFileTests(LoadedLibtorch libtorch, PythonOracle python) : TorchTest(libtorch), IDisposable
{
    private const string Code = "class Net(Module):\n  def forward(self, x: Tensor) -> Tensor:\n    return x\n";

    /// <summary>An object of a class of the program's own, with one attribute.</summary>
    private const string Program = "\u0080\u0002c__torch__\nNet\n)\u0081}X\u0001\0\0\0aK\u0001sb.";

    private readonly TemporaryDirectory directory = new();

    public new void Dispose()
    {
        directory.Dispose();
        base.Dispose();
    }

    [Theory]
    [InlineData("affine.pt")]
    [InlineData("nested.pt")]
    public void Open_Program_KnowsItByItsDigest(string name)
    {
        string path = python.Locate(name);

        var file = ScriptFile.Open(path);

        file.Digest.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
        file.OperatorNamespaces.ShouldBeEmpty();
    }

    [Fact]
    public void Open_OperatorsOfOthers_AreNamed() =>
        ScriptFile
            .Open(
                Write(Entries(code: Code.Replace("return x", "return ops.torchvision.nms(ops.aten.relu(x), x, 0.5)")))
            )
            .OperatorNamespaces.ShouldBe(["torchvision"]);

    [Theory]
    [InlineData("state.pth", "it is a state dict or checkpoint, weights without a network")]
    [InlineData("checkpoint.pth", "it is a state dict or checkpoint, weights without a network")]
    [InlineData("pickled.pth", "it is a Python object pickled by torch.save: it needs Python's __main__.Affine")]
    [InlineData("legacy.pth", "PyTorch's format of before 1.6")]
    [InlineData("saving.pt", "its code calls torch.save, which reads or writes files")]
    [InlineData("mapping.pt", "its code calls torch.from_file, which reads or writes files")]
    public void Open_WhatPythonWroteInstead_IsToldApart(string name, string sentence) =>
        Refusal(python.Locate(name)).ShouldContain(sentence);

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("<!DOCTYPE html><title>404</title>", "it is a web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00", "git lfs pull")]
    [InlineData("\u0008\u0000\0\0\0\0\0\0{\"w\":{}}", "it is a safetensors file, weights without a network")]
    [InlineData("{\"error\":\"not found\"}", "it is JSON text")]
    [InlineData("\u0008\u0007\u0012\u0007pytorch", "it is an ONNX model")]
    [InlineData("\u0008\u0001\u0012\u00ff\u0010", "it is a TensorFlow SavedModel")]
    [InlineData("\u0089HDF\r\n\u001a\n", "it is an HDF5 file")]
    [InlineData("\u001c\0\0\0TFL3", "it is a TensorFlow Lite model")]
    [InlineData("GGUF\u0003", "it is a GGUF file")]
    [InlineData("\u001f\u008b\u0008", "gunzip")]
    [InlineData("\u0080\u0004\u0095\0", "it is a bare Python pickle")]
    [InlineData("PK\u0003\u0004", "its zip directory is broken|it is cut short")]
    [InlineData("hello, world", "it begins with 68656C6C6F2C2077")]
    public void Open_AnotherFormat_IsToldApart(string content, string sentence)
    {
        string said = Refusal(directory.Write("model.pt", Encoding.Latin1.GetBytes(content)));

        sentence.Split('|').ShouldContain(part => said.Contains(part, StringComparison.Ordinal), said);
        said.ShouldStartWith(directory.Path + "/model.pt can't be run as TorchScript: ");
        said.ShouldEndWith(".", customMessage: said);
    }

    [Theory]
    [InlineData("m/archive_format", "it is a program of torch.export (.pt2)")]
    [InlineData("serialized_exported_program.json", "it is a program of torch.export (.pt2)")]
    [InlineData("model.weights.h5", "it is a Keras model")]
    [InlineData("m/model.json", "it is TorchScript of before PyTorch 1.4")]
    [InlineData("readme.txt", "it is a zip archive without a program")]
    public void Open_AnotherArchive_IsToldApart(string name, string sentence) =>
        Refusal(Write([(name, "x"u8.ToArray())])).ShouldContain(sentence);

    [Fact]
    public void Open_MissingOrDirectory_SaysSo()
    {
        Refusal(directory.Path + "/none.pt").ShouldBe($"There is no file {directory.Path}/none.pt.");
        Refusal(directory.Path).ShouldContain("is a directory");
        directory.Write("saved/saved_model.pb", "x");
        Refusal(directory.Path + "/saved").ShouldContain("TensorFlow SavedModel");
    }

    [Fact]
    public void Open_WrittenByHand_IsTaken() => ScriptFile.Open(Write(Entries())).Digest.Length.ShouldBe(64);

    [Theory]
    [InlineData("\u0080\u0002cposix\nsystem\nX\u0002\0\0\0ls\u0085R.", "needs Python's posix.system")]
    [InlineData("\u0080\u0002cbuiltins\neval\nX\u0001\0\0\0a\u0085R.", "needs Python's builtins.eval")]
    [InlineData("\u0080\u0004\u008c\u0005posix\u008c\u0006system\u0093.", "needs Python's posix.system")]
    [InlineData("\u0080\u0002ctorch._utils\n_rebuild_sparse_tensor\n)R.", "needs Python's torch._utils")]
    [InlineData("\u0080\u0002c__torch__evil\nx\n)\u0081.", "needs Python's __torch__evil.x")]
    // An object whose attribute is itself, and lists within each other.
    [InlineData("\u0080\u0002c__torch__\nNet\n)\u0081q\0}X\u0001\0\0\0ah\0sb.", "contains itself")]
    [InlineData("\u0080\u0002]q\0h\0a.", "contains itself")]
    // Readers keep the memo as a list: this number would take 64 GiB.
    [InlineData("\u0080\u0002K\u0001r\u00ff\u00ff\u00ff\u00ff.", "makes no sense")]
    [InlineData("\u0080\u0002.", "makes no sense")]
    [InlineData("\u0080\u0002b.", "makes no sense")]
    [InlineData("\u0080\u0002\u0081.", "makes no sense")]
    [InlineData("\u0080\u0002K\u0001}b.", "makes no sense")]
    [InlineData("\u0080\u0002h\u0005.", "makes no sense")]
    [InlineData("\u0080\u0002(((.", "makes no sense")]
    [InlineData("\u0080\u0002", "cut short")]
    public void Open_HarmfulPickle_IsRefused(string pickle, string sentence)
    {
        Refusal(Write(Entries(data: pickle))).ShouldContain(sentence);
        Refusal(Write(Entries(constants: pickle))).ShouldContain(sentence);
        Refusal(Write(Entries(debug: pickle))).ShouldContain(sentence);
    }

    [Theory]
    [InlineData("K\u0004", "K\0", "K\u0004\u0085", "K\u0001\u0085", null)]
    [InlineData("K\u0004", "K\0", "K\u0004\u0085", "K\0\u0085", null)] // an expanded view: one element, seen four times
    [InlineData("K\u0005", "K\0", "K\u0004\u0085", "K\u0001\u0085", "cut short")]
    [InlineData("K\u0004", "K\u0001", "K\u0004\u0085", "K\u0001\u0085", "reaches beyond")]
    [InlineData("K\u0004", "K\0", "J\u00ff\u00ff\u00ff\u007f\u0085", "K\u0001\u0085", "reaches beyond")]
    [InlineData("K\u0004", "K\0", "K\u0004\u0085", "J\u00ff\u00ff\u00ff\u00ff\u0085", "no count")]
    [InlineData("K\u0004", "K\0", "K\u0004\u0085", ")", "do not fit together")]
    [InlineData(
        "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
        "K\0",
        "K\u0004\u0085",
        "K\u0001\u0085",
        "cut short"
    )]
    public void Open_TensorBeyondItsStorage_IsRefused(
        string count,
        string offset,
        string shape,
        string strides,
        string? sentence
    )
    {
        string pickle =
            "\u0080\u0002c__torch__\nNet\n)\u0081}X\u0001\0\0\0actorch._utils\n_rebuild_tensor_v2\n("
            + "(X\a\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpu"
            + $"{count}tQ{offset}{shape}{strides}\u0089ccollections\nOrderedDict\n)RtRsb.";
        string path = Write([.. Entries(data: pickle), ("m/data/0", new byte[16])]);

        if (sentence is null)
        {
            ScriptFile.Open(path).Path.ShouldBe(path);
        }
        else
        {
            Refusal(path).ShouldContain(sentence);
        }
    }

    [Theory]
    [InlineData("m/../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("other/data/0")]
    [InlineData("m//data/0")]
    [InlineData("m\\data")]
    public void Open_EntryOutsideOfItsDirectory_IsRefused(string name) =>
        Refusal(Write([.. Entries(), (name, [1])])).ShouldContain("lies outside of its directory");

    [Theory]
    [InlineData("torch.save(x, \"f\")", "torch.save")]
    [InlineData("torch . save (x, \"f\")", "torch.save")]
    [InlineData("ops.aten.from_file(\"f\")", "aten.from_file")]
    [InlineData("getattr(torch, \"save\")(x)", "getattr(torch,")]
    public void Open_CodeThatReachesForFiles_IsRefused(string call, string named) =>
        Refusal(Write(Entries(code: Code.Replace("return x", call)))).ShouldContain($"its code calls {named}");

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("[", 151)]
    [InlineData("- ", 100_000)]
    [InlineData("~", 151)]
    [InlineData("not ", 100_000)]
    public void Open_CodeNestedWithoutEnd_IsRefused(string opening, int times) =>
        Refusal(Write(Entries(code: string.Concat(Enumerable.Repeat(opening, times)) + "x")))
            .ShouldContain("nested far deeper");

    [Fact]
    public void Open_ArchiveThatWouldUnpackToMoreThanItHolds_IsRefused() =>
        Refusal(directory.Write("model.pt", TinyZip.Write(Entries(), claimedLength: 0x7fffffff)))
            .ShouldContain("beyond the end");

    [Fact]
    public void Open_SourceThatUnpacksToFarMore_IsRefusedUnread()
    {
        string path = Path.Combine(directory.Path, "bomb.pt");
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in Entries())
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
            using Stream bomb = zip.CreateEntry("m/code/bomb.py", CompressionLevel.Fastest).Open();
            byte[] blanks = new byte[1 << 20];
            for (int i = 0; i < 70; i++)
            {
                bomb.Write(blanks);
            }
        }

        new FileInfo(path).Length.ShouldBeLessThan(1 << 20);
        Refusal(path).ShouldContain("more than the 67108864 expected");
    }

    /// <summary>A file that broke off anywhere is refused: here, so that libtorch does not see it.</summary>
    [Fact]
    public void Open_CutAnywhere_IsRefused()
    {
        byte[] whole = File.ReadAllBytes(python.Locate("affine.pt"));
        for (int length = 0; length < whole.Length; length += 1 + (length / 200))
        {
            string path = directory.Write("cut.pt", whole.AsSpan(0, length));
            Should.Throw<ScriptFileException>(() => ScriptFile.Open(path), $"{length} of {whole.Length} bytes");
        }
    }

    /// <summary>
    /// Damage is refused with a sentence, here or by libtorch, or was to numbers alone. The seed is fixed, so that this
    /// ends the same way every time; a crash would end the tests.
    /// </summary>
    [Fact]
    public void Open_DamagedAnywhere_RefusedOrRuns()
    {
        byte[] whole = File.ReadAllBytes(python.Locate("nested.pt"));
        Random random = new(20261121);
        int refusedHere = 0;
        int refusedByLibtorch = 0;
        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = [.. whole];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }
            string path = directory.Write("damaged.pt", damaged);
            try
            {
                ScriptFile.Open(path);
            }
            catch (ScriptFileException)
            {
                refusedHere++;
                continue;
            }
            try
            {
                using var scope = TensorScope.Enter();
                using var module = ScriptModule.Load(path, DeviceName.Cpu);
                using var arguments = new ScriptArguments();
                arguments.Add(Tensor.From<float>([1, 2], 2));
                module.Forward(arguments).Dispose();
            }
            catch (TorchException)
            {
                refusedByLibtorch++;
            }
        }
        refusedHere.ShouldBeGreaterThan(50);
        refusedByLibtorch.ShouldBeLessThan(refusedHere);
    }

    private static (string Name, byte[] Content)[] Entries(
        string data = Program,
        string constants = "\u0080\u0002).",
        string code = Code,
        string? debug = null
    ) =>
        [
            ("m/data.pkl", Encoding.Latin1.GetBytes(data)),
            ("m/code/__torch__.py", Encoding.Latin1.GetBytes(code)),
            ("m/code/__torch__.py.debug_pkl", Encoding.Latin1.GetBytes(debug ?? "\u0080\u0002).")),
            ("m/constants.pkl", Encoding.Latin1.GetBytes(constants)),
            ("m/version", "3\n"u8.ToArray()),
        ];

    private string Write(IReadOnlyList<(string Name, byte[] Content)> entries) =>
        directory.Write("model.pt", TinyZip.Write(entries));

    private static string Refusal(string path) =>
        Should.Throw<ScriptFileException>(() => ScriptFile.Open(path)).Message;
}
