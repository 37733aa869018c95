using System.Diagnostics;

namespace Laptime.Probe.Tests.Gpus;

/// <summary>Compiles stand-ins for NVML, one for each set of switches, and keeps them for the test run.</summary>
public sealed class FakeNvml : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("laptime-nvml-").FullName;

    /// <summary>Path of the library; skips the test where there is no compiler.</summary>
    public string Build(params string[] switches)
    {
        var path = Path.Combine(directory, $"nvml-{string.Join('-', switches)}.so");
        if (File.Exists(path))
        {
            return path;
        }
        var source = Path.Combine(directory, "FakeNvml.cpp");
        using (var text = typeof(FakeNvml).Assembly.GetManifestResourceStream("FakeNvml.cpp")!)
        using (var file = File.Create(source))
        {
            text.CopyTo(file);
        }
        var start = new ProcessStartInfo("g++", ["-shared", "-fPIC", "-o", path, source])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in switches)
        {
            start.ArgumentList.Add($"-D{name}");
        }
        Process compiler;
        try
        {
            compiler = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("g++ is not installed, so no stand-in for NVML can be built");
            throw;
        }
        using (compiler)
        {
            var errors = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            compiler.ExitCode.ShouldBe(0, errors);
        }
        return path;
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
