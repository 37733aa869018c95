using System.Collections.Immutable;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;

namespace Laptime.Measurement.Serving;

/// <summary>What was found about a launch; the first reason against it is the one that is told.</summary>
internal sealed class LaunchVerdict
{
    private readonly List<string> flags = [];

    /// <summary>Codes, each once.</summary>
    public ImmutableArray<string> Flags => [.. flags.Distinct()];

    /// <summary>Why it must not score; null if it may.</summary>
    public string? InvalidReason { get; private set; }

    /// <summary>Whether the time allowed ended it early.</summary>
    public bool CutShort { get; set; }

    /// <summary>Adds a code.</summary>
    public void Add(string code, string? invalidReason)
    {
        flags.Add(code);
        InvalidReason ??= invalidReason;
    }

    /// <summary>The launch must not score, for a reason that has no code.</summary>
    public void Refuse(string reason) => InvalidReason ??= reason;

    /// <summary>Adds <see cref="FindingCode.Timer"/> if wall clock and monotonic clock drew apart.</summary>
    public void JudgeClocks(TimeSpan wall, Seconds monotonic, ValidityRules rules)
    {
        double gap = Math.Abs(wall.TotalSeconds - monotonic.Value);
        if (gap > Math.Max(rules.ClockStep.Value, rules.ClockRatio * monotonic.Value))
        {
            Add(FindingCode.Timer, $"Wall clock and monotonic clock drew {gap:F1} s apart while measuring.");
        }
    }
}
