using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Laptime.Input.Tests;

/// <summary>What Python's PIL, torch and torchvision make of pictures: <c>oracle.py</c>, run once. Without them the tests that ask are skipped.</summary>
public sealed class PythonOracle : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly string directory = Directory.CreateTempSubdirectory("laptime-input-oracle-").FullName;
    private readonly string? missing;
    private readonly JsonDocument? manifest;

    public PythonOracle()
    {
        missing = File.Exists(Python) ? Run() : $"{Python} is not there";
        if (missing is null)
        {
            manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(directory, "oracle.json")));
        }
    }

    public JsonElement this[string name]
    {
        get
        {
            Assert.SkipWhen(missing is not null, missing ?? "");
            return manifest!.RootElement.GetProperty(name);
        }
    }

    public string Locate(string name)
    {
        Assert.SkipWhen(missing is not null, missing ?? "");
        return Path.Combine(directory, name);
    }

    public byte[] Bytes(string name) => File.ReadAllBytes(Locate(name));

    public float[] Numbers(string name) => MemoryMarshal.Cast<byte, float>(Bytes(name)).ToArray();

    public void Dispose()
    {
        manifest?.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private string? Run()
    {
        ProcessStartInfo start = new(Python, [Path.Combine(AppContext.BaseDirectory, "oracle.py"), directory])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            Environment = { ["OMP_NUM_THREADS"] = "1" },
        };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null
            : errors.Contains("No module named", StringComparison.Ordinal)
                ? "python3-torch or python3-torchvision is not installed"
            : throw new InvalidOperationException(errors);
    }
}
