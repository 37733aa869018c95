using System.Diagnostics;
using System.Text.Json;

namespace Laptime.Torch.Tests.Weights;

/// <summary>Files that PyTorch wrote, and what PyTorch says they hold; made once for all tests.</summary>
public sealed class WrittenWeights : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly string? missing;

    public WrittenWeights()
    {
        const string Python = "/usr/bin/python3";
        if (!File.Exists(Python))
        {
            missing = $"{Python} is not there";
            return;
        }

        var script = Path.Combine(AppContext.BaseDirectory, "Weights", "write_weights.py");
        using var process = Process.Start(
            new ProcessStartInfo(Python, [script, directory.Path])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            }
        )!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        missing =
            process.ExitCode == 0 ? null
            : errors.Contains("No module named 'torch'", StringComparison.Ordinal) ? "python3-torch is not installed"
            : throw new InvalidOperationException(errors);
    }

    public string Locate(string name)
    {
        Assert.SkipWhen(missing is not null, missing ?? "");
        return Path.Combine(directory.Path, name);
    }

    /// <summary>Type, shape and bytes of every tensor, by name.</summary>
    public IReadOnlyDictionary<string, (string Type, long[] Shape, byte[] Bytes)> Expected()
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(Locate("index.json")));
        return index
            .RootElement.EnumerateObject()
            .ToDictionary(
                p => p.Name,
                p =>
                    (
                        p.Value.GetProperty("dtype").GetString()!,
                        p.Value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()).ToArray(),
                        File.ReadAllBytes(Path.Combine(directory.Path, "raw", p.Name))
                    )
            );
    }

    public void Dispose() => directory.Dispose();
}
