using System.Collections.Immutable;
using System.Globalization;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;

namespace Laptime.Core.AiBenchmark;

/// <summary>What a sub-test measures.</summary>
public enum SubTestKind
{
    /// <summary>Forward pass.</summary>
    Inference,

    /// <summary>Forward and backward pass and the update of Adam.</summary>
    Training,

    /// <summary>Forward pass of a single picture; a set of its own with a score of its own.</summary>
    Micro,
}

/// <summary>One timed entry of AI-Benchmark (Alpha) 0.1.2, as its package configures it.</summary>
public sealed record SubTest
{
    /// <summary>Number of the test, 1 to 19: the network.</summary>
    public required int Test { get; init; }

    /// <summary>Number within the test in a full run, from 1: inference first, then training. 1 in the micro set.</summary>
    public required int Number { get; init; }

    /// <summary>What is measured.</summary>
    public required SubTestKind Kind { get; init; }

    /// <summary>Network as it is typed: <c>unet</c>.</summary>
    public required string Network { get; init; }

    /// <summary>Network as it is printed: <c>U-Net</c>.</summary>
    public required string Title { get; init; }

    /// <summary>Items per iteration.</summary>
    public required int Batch { get; init; }

    /// <summary>Height of the input; time steps of LSTM-Sentiment, 1 for GNMT.</summary>
    public required int Height { get; init; }

    /// <summary>Width of the input; features of LSTM-Sentiment, tokens of GNMT.</summary>
    public required int Width { get; init; }

    /// <summary>Mean time of an iteration that scores 1. What it was measured on is not published.</summary>
    public required Seconds Reference { get; init; }

    /// <summary>Multiply-accumulates of one forward pass of the whole batch; one is two FLOP.</summary>
    public required double GigaMacs { get; init; }

    /// <summary>Id as it is printed in a full run: <c>5.2</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Test}.{Number}");

    /// <summary>Name of the workload in cases: <c>aib-unet</c>.</summary>
    public string Workload => $"aib-{Network}";

    /// <summary>The case that scores: single precision, operator by operator.</summary>
    public Case On(DeviceName device, int threads) =>
        new()
        {
            Workload = Workload,
            Scenario = Kind == SubTestKind.Training ? Scenario.Train : Scenario.Infer,
            Batch = Batch,
            Precision = Precision.Fp32,
            Mode = Mode.Stock,
            Device = device,
            Threads = threads,
            Shape = ImmutableSortedDictionary
                .Create<string, int>(StringComparer.Ordinal)
                .Add("height", Height)
                .Add("width", Width),
        };
}
