using System.Collections.Immutable;
using System.Globalization;

namespace Laptime.Core.AiBenchmark;

/// <summary>Which sub-tests are wanted, in the words of users: a test (<c>5</c>), a sub-test (<c>5.2</c>), a network (<c>unet</c>).</summary>
public sealed record SubTestSelection
{
    /// <summary>Whether the micro set is meant instead of the full one.</summary>
    public bool IsMicro { get; init; }

    /// <summary>Only this kind; null: all kinds of the set.</summary>
    public SubTestKind? Kind { get; init; }

    /// <summary>What is wanted; empty: everything.</summary>
    public ImmutableArray<string> Include { get; init; } = [];

    /// <summary>What is not wanted.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>The set that is chosen from.</summary>
    public ImmutableArray<SubTest> Set => IsMicro ? SubTests.Micro : SubTests.Full;

    /// <summary>The chosen sub-tests, in the order in which they run; may be empty.</summary>
    public ImmutableArray<SubTest> Choose() =>
        [
            .. Set.Where(test =>
                (Kind is null || test.Kind == Kind)
                && (Include.IsEmpty || Include.Any(word => Means(word, test)))
                && !Exclude.Any(word => Means(word, test))
            ),
        ];

    /// <summary>Why a choice is none, one sentence for the user; null if it is one.</summary>
    public string? WhyNot()
    {
        if (Include.Concat(Exclude).FirstOrDefault(word => !Set.Any(test => Means(word, test))) is { } unknown)
        {
            return $"There is no sub-test '{unknown}'; give a test (1 to {Set[^1].Test}), a sub-test (5.2) or a network: "
                + $"{string.Join(", ", Set.Select(test => test.Network).Distinct())}.";
        }
        return Choose().IsEmpty ? "No sub-test is left; choose more with --select, or exclude less." : null;
    }

    private static bool Means(string word, SubTest test) =>
        word == test.Network || word == test.Id || word == test.Test.ToString(CultureInfo.InvariantCulture);
}
