using System.Diagnostics;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Torch.Weights;

namespace Laptime.Tests;

/// <summary>
/// What Python's PyTorch computes. Its script <c>oracle.py</c>, beside the tests, runs once and leaves files; one of
/// them, <c>oracle.pth</c>, holds the results by name. Without python3-torch the tests that ask are skipped.
/// </summary>
public sealed class PythonOracle : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly string directory = Directory.CreateTempSubdirectory("laptime-oracle-").FullName;
    private readonly string? missing;
    private readonly WeightFile? results;

    public PythonOracle()
    {
        missing = File.Exists(Python) ? Run() : $"{Python} is not there";
        if (missing is null)
        {
            results = WeightFile.Open(Path.Combine(directory, "oracle.pth"));
        }
    }

    /// <summary>Path of a file that the script left.</summary>
    public string Locate(string name)
    {
        Require();
        return Path.Combine(directory, name);
    }

    /// <summary>Whether there is a result of this name.</summary>
    public bool Has(string name)
    {
        Require();
        return results!.Entries.Any(e => e.Name == name);
    }

    /// <summary>Elements of a result.</summary>
    public float[] Values(string name)
    {
        using var tensor = Tensor(name);
        return tensor.ToFloats();
    }

    /// <summary>A result as a tensor, which belongs to the open scope.</summary>
    public Tensor Tensor(string name)
    {
        Require();
        var entry = results!.Entries.Single(e => e.Name == name);
        var tensor = Ops.Empty(entry.Shape.AsSpan(), entry.DType);
        results!.ReadInto(entry, tensor.Data<byte>());
        return tensor;
    }

    public void Dispose()
    {
        results?.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private void Require() => Assert.SkipWhen(missing is not null, missing ?? "");

    private string? Run()
    {
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "oracle.py"), directory])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            Environment = { ["OMP_NUM_THREADS"] = "1" },
        };
        using var process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null
            : errors.Contains("No module named 'torch", StringComparison.Ordinal)
                ? "python3-torch or python3-torchvision is not installed"
            : throw new InvalidOperationException(errors);
    }
}
