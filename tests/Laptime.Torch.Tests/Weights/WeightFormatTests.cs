using System.Text;
using Laptime.Torch.Weights;

namespace Laptime.Torch.Tests.Weights;

public class WeightFormatTests
{
    [Theory]
    [InlineData("", "is empty")]
    [InlineData("<!DOCTYPE html><html><body>404", "is a web page")]
    [InlineData("\n  <HTML>", "is a web page")]
    [InlineData("<?xml version='1.0'?><Error><Code>AccessDenied", "is a web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a", "git lfs pull")]
    [InlineData("{\"error\": \"Repository not found\"}", "is JSON text")]
    [InlineData("\u001f\u008b\b", "gunzip")]
    [InlineData("\u0089HDF\r\n\u001a\n", "HDF5")]
    [InlineData("GGUF\u0003", "GGUF")]
    [InlineData("\b\b\u0012\apytorch", "is an ONNX model")]
    [InlineData("\u0080\u0004}.", "is a bare Python pickle")]
    [InlineData("hello", "begins with 68656C6C6F")]
    public void Open_SomethingElse_SaysWhatItIs(string content, string text)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("weights.pth", Encoding.Latin1.GetBytes(content));

        Should.Throw<WeightFileException>(() => WeightFile.Open(path)).Message.ShouldContain(text);
    }

    [Fact]
    public void Open_NoSuchFile_SaysSo() =>
        Should
            .Throw<WeightFileException>(() => WeightFile.Open("/nowhere/w.pth"))
            .Message.ShouldContain("no such file");

    [Fact]
    public void Open_Directory_IsRefused() =>
        Should.Throw<WeightFileException>(() => WeightFile.Open("/tmp")).Message.ShouldContain("can't be read");
}
