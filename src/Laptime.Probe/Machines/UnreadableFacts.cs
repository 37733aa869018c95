using System.Collections.Immutable;

namespace Laptime.Probe.Machines;

/// <summary>Collects what should have been readable and was not.</summary>
internal sealed class UnreadableFacts
{
    private readonly SortedDictionary<string, string> reasons = new(StringComparer.Ordinal);

    /// <summary>Notes why a fact is missing; the first reason for a fact stands.</summary>
    public void Add(string fact, string reason) => reasons.TryAdd(fact, reason);

    /// <summary>What was collected, by name of the fact.</summary>
    public ImmutableSortedDictionary<string, string> ToImmutable() =>
        reasons.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
