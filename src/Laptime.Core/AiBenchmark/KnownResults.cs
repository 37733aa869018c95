using Laptime.Core.Cases;

namespace Laptime.Core.AiBenchmark;

/// <summary>What is known of the sub-tests.</summary>
public static class KnownResults
{
    /// <summary>What is known of a case; null where it is no sub-test, or nothing is.</summary>
    public static KnownResult? Of(Case @case) => null;
}
