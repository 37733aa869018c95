using Laptime.Core.Cases;

namespace Laptime.Core.Catalogs;

/// <summary>How fast somebody else found a device to be. Never a measurement of ours.</summary>
public sealed record PublishedSpeed
{
    /// <summary>What was computed: <c>resnet50</c>, or a whole job such as <c>dogs-cats-resnet50</c>, whose item is the job.</summary>
    public required string Workload { get; init; }

    /// <summary>How it was driven.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>Arithmetic as the source names it: <c>fp32</c>, <c>fp16</c> (mixed counts as such); null: not told.</summary>
    public string? Precision { get; init; }

    /// <summary>Items per step over all devices; null: not told.</summary>
    public int? Batch { get; init; }

    /// <summary>Id of the device model.</summary>
    public required string Device { get; init; }

    /// <summary>How many devices worked together.</summary>
    public required int DeviceCount { get; init; }

    /// <summary>Id of the provider where it was found; null: not told, or of no account.</summary>
    public string? Provider { get; init; }

    /// <summary>Items per second, the mean of the runs. The unit of relative scores is points.</summary>
    public required double ItemsPerSecond { get; init; }

    /// <summary>True where the source only says that it was no faster.</summary>
    public bool IsUpperBound { get; init; }

    /// <summary>Lowest and highest of several runs, or the bounds that the source gives; null: a single figure.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>Number of runs; null: not told.</summary>
    public int? Runs { get; init; }

    /// <summary>Software: <c>fastai 1.0.11, PyTorch 1.0</c>; null: not told.</summary>
    public string? Software { get; init; }

    /// <summary>Source and date.</summary>
    public required Source Source { get; init; }

    /// <summary>What else to know; null: nothing.</summary>
    public string? Note { get; init; }
}
