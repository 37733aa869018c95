using System.Collections.Immutable;
using Laptime.Core.Cases;

namespace Laptime.Measurement.Sessions;

/// <summary>Everything random about a run, drawn from its seed: the same again when the run is resumed.</summary>
internal static class LaunchOrder
{
    // Weyl constant of SplitMix64 (Steele, Lea and Flood 2014): neighbouring launches get unrelated seeds.
    private const ulong Weyl = 0x9E3779B97F4A7C15;

    /// <summary>Seed of a launch. All its trials share it, so that variants of a workload see the same weights and input.</summary>
    public static long SeedOf(long runSeed, int launch)
    {
        ulong z = (ulong)runSeed + ((ulong)launch * Weyl);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (long)((z ^ (z >> 31)) >> 1);
    }

    /// <summary>The cases of the suite in the order of a launch: drawn by lot.</summary>
    public static ImmutableArray<Case> Of(ImmutableArray<Case> cases, long runSeed, int launch)
    {
        Case[] order = [.. cases];
        new Random(SeedOf(runSeed, launch).GetHashCode()).Shuffle(order);
        return [.. order];
    }
}
