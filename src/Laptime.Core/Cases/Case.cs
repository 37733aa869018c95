using System.Collections.Immutable;

namespace Laptime.Core.Cases;

/// <summary>A workload with its axes, scenario and precision fixed: what one trial measures.</summary>
public sealed record Case
{
    /// <summary>What is computed: <c>resnet50</c>.</summary>
    public required string Workload { get; init; }

    /// <summary>What people call it, where its name does not tell: <c>model.pt</c>. No part of its identity; null: as its name.</summary>
    public string? Title { get; init; }

    /// <summary>How it is driven.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>Items per step; at least 1.</summary>
    public required int Batch { get; init; }

    /// <summary>Arithmetic.</summary>
    public required Precision Precision { get; init; }

    /// <summary>Stock or tuned.</summary>
    public required Mode Mode { get; init; }

    /// <summary>Where it runs.</summary>
    public required DeviceName Device { get; init; }

    /// <summary>Threads within an operator; at least 1.</summary>
    public required int Threads { get; init; }

    /// <summary>Axes of this workload alone, by name: <c>image</c> (pixels a side), <c>sequence</c> (tokens), <c>classes</c>.</summary>
    public ImmutableSortedDictionary<string, int> Shape { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>What a serving scenario holds fixed besides; null for training and offline inference.</summary>
    public ServingTerms? Serving { get; init; }

    /// <summary>
    /// Identity of the case, the same on every platform and in every run:
    /// <c>resnet50/train/b8/fp32/stock/cpu/t2/classes1000/image224</c>. Two cases with the same id are the same case.
    /// </summary>
    public string Id =>
        $"{Workload}/{Scenario.Word()}/b{Batch}/{Lower(Precision)}/{Lower(Mode)}/{Device}/t{Threads}"
        + string.Concat(Shape.Select(axis => $"/{axis.Key}{axis.Value}"))
        + Serving?.IdPart;

    /// <summary>The same case in the other <see cref="Mode"/>; pairs stock with tuned.</summary>
    public Case In(Mode mode) => this with { Mode = mode };

    /// <inheritdoc />
    public bool Equals(Case? other) => other is not null && string.Equals(Id, other.Id, StringComparison.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <inheritdoc />
    public override string ToString() => Id;

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
