using System.Collections.Immutable;
using System.Globalization;
using Laptime.Core.AiBenchmark;

namespace Laptime.Formats.AiBenchmark;

/// <summary>Puts the lines of a text together to runs.</summary>
internal sealed class RunCollector
{
    private static readonly string[] Chatter =
    [
        "The benchmark is running",
        "The tests might take up to",
        "Please don't interrupt",
        "Please don’t interrupt",
        "For more information and results",
        "Let the AI Games begin",
        "Inference Time:",
        "Training Time:",
    ];

    private readonly ImmutableArray<PrintedRun>.Builder _done = ImmutableArray.CreateBuilder<PrintedRun>();
    private PrintedRun _run = Empty();
    private (int Number, int Test)? _heading;

    /// <summary>Takes a line in; false if it says nothing known.</summary>
    public bool TryAdd(string line, out bool looksLikeOne)
    {
        if (SubTestLine.Read(line, _heading, out looksLikeOne) is { } read)
        {
            Add(read);
            return true;
        }
        return !looksLikeOne && (TryScore(line) || TryFact(line) || TryHeading(line) || IsChatter(line));
    }

    /// <summary>Takes a line in that a terminal broke in two, between words or within one.</summary>
    public bool TryAddWrapped(string line, string next)
    {
        SubTestLine? read =
            SubTestLine.Read(line + next, _heading, out _) is { Figure: not null } joined ? joined
            : SubTestLine.Read($"{line} {next.Trim()}", _heading, out _) is { Figure: not null } spaced ? spaced
            : null;
        if (read is null)
        {
            return false;
        }
        Add(read);
        return true;
    }

    /// <summary>All runs that have a sub-test.</summary>
    public ImmutableArray<PrintedRun> Finish()
    {
        Begin();
        return _done.ToImmutable();
    }

    private static PrintedRun Empty() => new() { Figures = [] };

    private void Begin()
    {
        if (!_run.Figures.IsEmpty)
        {
            _done.Add(_run);
        }
        _run = Empty();
        _heading = null;
    }

    private void BeginIfUnderWay()
    {
        if (!_run.Figures.IsEmpty || !_run.Failed.IsEmpty)
        {
            Begin();
        }
    }

    private void Add(SubTestLine read)
    {
        PrintedFigure? known = _run.Figures.FirstOrDefault(figure => figure.SubTest == read.SubTest);
        if (known is not null && read.Figure is not null && known == read.Figure)
        {
            // The same line twice: a log that went to two places.
            return;
        }
        bool isMicro = read.SubTest.Kind == SubTestKind.Micro;
        if (known is not null || _run.Figures.Any(figure => figure.SubTest.Kind == SubTestKind.Micro != isMicro))
        {
            (int, int)? heading = _heading;
            Begin();
            _heading = heading;
        }
        _run = read.Figure is { } figure
            ? _run with
            {
                Figures = _run.Figures.Add(figure),
            }
            : _run with
            {
                Failed = _run.Failed.Add(new MissingSubTest(read.SubTest, read.Instead ?? "no time")),
            };
    }

    private bool TryScore(string line)
    {
        if (Value(line, "Device Inference Score") is { } inference)
        {
            _run = _run with { InferenceScore = _run.InferenceScore ?? inference };
            return true;
        }
        if (Value(line, "Device Training Score") is { } training)
        {
            _run = _run with { TrainingScore = _run.TrainingScore ?? training };
            return true;
        }
        if (Value(line, "Device AI Score") is { } ai)
        {
            _run = _run with { AiScore = _run.AiScore ?? ai };
            return true;
        }
        return false;

        static int? Value(string line, string name)
        {
            int at = line.IndexOf(name, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return null;
            }
            LineScanner scanner = new(line) { At = at + name.Length };
            scanner.Pass(":*|=");
            return scanner.Number() is { Value: < int.MaxValue } number ? (int)number.Value : null;
        }
    }

    private bool TryFact(string line)
    {
        if (Banner(line) is { } version)
        {
            BeginIfUnderWay();
            _run = _run with { Version = version };
            return true;
        }
        if (Fact(line, "TF Version:") is { } tensorFlow)
        {
            BeginIfUnderWay();
            _run = _run with { TensorFlow = Known(tensorFlow) };
            return true;
        }
        PrintedRun? next =
            Fact(line, "Platform:") is { } platform ? _run with { Platform = Known(platform) }
            : Fact(line, "CPU RAM:") is { } memory
                ? _run with
                {
                    CpuMemory = Known(memory.Replace("N/A GB", "N/A", StringComparison.Ordinal)),
                }
            : Fact(line, "CPU:") is { } cpu ? _run with { Cpu = Known(cpu) }
            : Fact(line, "CUDA Version:") is { } cuda ? _run with { Cuda = Known(cuda) }
            : Fact(line, "CUDA Build:") is not null ? _run
            : Gpu(line) is { } gpu
                ? _run with
                {
                    Gpus =
                        Known(gpu) is null || _run.Gpus.Length > 63
                            ? _run.Gpus
                            : _run.Gpus.Add(gpu.Replace(", ", " ", StringComparison.Ordinal)),
                }
            : Fact(line, "GPU RAM:") is { } gpuMemory ? _run with { Gpus = WithMemory(_run.Gpus, gpuMemory) }
            : null;
        if (next is null)
        {
            return false;
        }
        _run = next;
        return true;
    }

    private static ImmutableArray<string> WithMemory(ImmutableArray<string> gpus, string memory) =>
        gpus is [.., var last] && !last.Contains(", ", StringComparison.Ordinal)
            ? gpus.SetItem(gpus.Length - 1, $"{last}, {memory}")
            : gpus;

    private static string? Gpu(string line)
    {
        int at = line.IndexOf("GPU/", StringComparison.Ordinal);
        int colon = at < 0 ? -1 : line.IndexOf(':', at);
        return colon > 0 && colon - at <= 7 ? Fact(line, line[at..(colon + 1)]) : null;
    }

    private static string? Banner(string line)
    {
        int at = line.IndexOf("AI-Benchmark", StringComparison.OrdinalIgnoreCase);
        if (at < 0 || !line.AsSpan(0, at).Contains(">>", StringComparison.Ordinal))
        {
            return null;
        }
        string rest = line[(at + "AI-Benchmark".Length)..].Trim(' ', '-', 'v', 'V', '.');
        return rest.Length is > 0 and <= 40 ? rest : null;
    }

    // Behind a bullet, at the beginning, or behind a log prefix; in the middle of prose it is no fact.
    private static string? Fact(string line, string name)
    {
        int at = line.IndexOf(name, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }
        string before = line[..at].TrimEnd();
        if (before.Length > 0 && !"*•·-–>:]|".Contains(before[^1], StringComparison.Ordinal))
        {
            return null;
        }
        string value = line[(at + name.Length)..].Trim().Trim('"', ',');
        // As a notebook file writes the end of a line.
        value = (value.EndsWith("\\n", StringComparison.Ordinal) ? value[..^2] : value).Trim();
        return value.Length > 120 ? value[..120] : value;
    }

    private static string? Known(string value) => value is "" or "N/A" ? null : value;

    private bool TryHeading(string line)
    {
        int slash = line.IndexOf('/', StringComparison.Ordinal);
        if (slash < 1 || !char.IsAsciiDigit(line[slash - 1]))
        {
            return false;
        }
        int start = slash;
        while (start > 0 && char.IsAsciiDigit(line[start - 1]) && slash - start < 3)
        {
            start--;
        }
        LineScanner scanner = new(line) { At = slash + 1 };
        if (
            scanner.Count() is null
            || !scanner.TryWord(".")
            || !int.TryParse(
                line.AsSpan(start, slash - start),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out int number
            )
        )
        {
            return false;
        }
        scanner.Pass();
        foreach (SubTest test in SubTests.Full.OrderByDescending(test => test.Title.Length))
        {
            if (scanner.TryWord(test.Title))
            {
                _heading = (number, test.Test);
                return true;
            }
        }
        return false;
    }

    private static bool IsChatter(string line) =>
        Array.Exists(Chatter, text => line.Contains(text, StringComparison.OrdinalIgnoreCase));
}
