using Laptime.Torch.Engine;

namespace Laptime.Torch.Tests.Engine;

public class VersionFileTests
{
    // As in PyTorch's wheels of 2.6.0 for CUDA 12.4.
    private const string Wheel = """
        from typing import Optional

        __all__ = ['__version__', 'debug', 'cuda', 'git_version', 'hip', 'xpu']
        __version__ = '2.6.0+cu124'
        debug = False
        cuda: Optional[str] = '12.4'
        git_version = '2236df1770800ffea5697b11b0bb0d910b2e59e1'
        hip: Optional[str] = None
        xpu: Optional[str] = None
        """;

    // As in Debian 12's python3-torch.
    private const string Debian = """
        __version__ = '1.13.0a0'
        debug = False
        cuda = None
        git_version = 'Unknown'
        hip = None
        """;

    [Fact]
    public void ParsePython_Wheel_GivesBoth() => VersionFile.ParsePython(Wheel).ShouldBe(("2.6.0+cu124", "12.4"));

    [Fact]
    public void ParsePython_Debian_HasNoAlphaAndNoCuda() => VersionFile.ParsePython(Debian).ShouldBe(("1.13.0", null));

    [Fact]
    public void ParsePython_Debian13_HasNoLocalPart() =>
        VersionFile.ParsePython("__version__ = '2.6.0+debian'").Version.ShouldBe("2.6.0");

    [Fact]
    public void ParsePython_SourceBuild_KeepsItsCommit() =>
        VersionFile
            .ParsePython("__version__ = \"2.6.0a0+ecf3bae40a.nv25.01\"")
            .Version.ShouldBe("2.6.0a0+ecf3bae40a.nv25.01");

    [Fact]
    public void ParsePython_SomethingElse_GivesNothing() => VersionFile.ParsePython("import os").ShouldBe((null, null));

    [Fact]
    public void ParseHeader_WithoutPatch_GivesNothing() =>
        VersionFile.ParseHeader("#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR 6\n").ShouldBeNull();

    [Theory]
    [InlineData("2.1.0+cu118", "11.8")]
    [InlineData("2.11.0+cu130", "13.0")]
    [InlineData("2.11.0+cpu", null)]
    [InlineData("2.11.0", null)]
    public void ParseLocalCuda_Version_GivesCuda(string version, string? cuda) =>
        VersionFile.ParseLocalCuda(version).ShouldBe(cuda);

    [Theory]
    [InlineData("#define CUDART_VERSION  12040", "12")]
    [InlineData("#define CUDART_VERSION 13000", "13")]
    [InlineData("#define OTHER 12040", null)]
    public void ParseCudaHeader_Define_GivesMajor(string text, string? major) =>
        VersionFile.ParseCudaHeader(text).ShouldBe(major);
}
