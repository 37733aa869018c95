using System.Collections.Frozen;
using System.Collections.Immutable;
using Laptime.Core.Findings;

namespace Laptime.Core.Results;

/// <summary>Words for people for the codes that trials raise.</summary>
public static class FindingTexts
{
    private static readonly ImmutableArray<Finding> Texts =
    [
        new(
            FindingCode.DeviceError,
            Severity.Invalid,
            "The device reported errors",
            "Look at the kernel log; the device may be failing."
        ),
        new(
            FindingCode.Numeric,
            Severity.Invalid,
            "Loss or output was not finite",
            "Try another precision, or report the case."
        ),
        new(
            FindingCode.Skipped,
            Severity.Invalid,
            "A repeated input was faster than a new one, or gave an output that did not follow it",
            "Something between program and device remembers results; switch it off."
        ),
        new(
            FindingCode.Throttle,
            Severity.Warning,
            "The hardware held its clock back",
            "Check cooling and power supply."
        ),
        new(
            FindingCode.Steal,
            Severity.Warning,
            "The hypervisor gave processor time to others",
            "Measure on a dedicated instance."
        ),
        new(
            FindingCode.NoisyHost,
            Severity.Warning,
            "Other processes used the processors",
            "Stop them and measure again."
        ),
        new(
            FindingCode.Paging,
            Severity.Warning,
            "Memory was read from disk",
            "Free memory or measure a smaller batch."
        ),
        new(FindingCode.Jit, Severity.Warning, ".NET compiled methods within the window", null),
        new(FindingCode.Gc, Severity.Warning, "The garbage collector of .NET ran within the window", null),
        new(FindingCode.Alloc, Severity.Warning, "The allocator was still growing within the window", null),
        new(
            FindingCode.ForeignGpu,
            Severity.Warning,
            "Another process computed on the GPU",
            "Stop it and measure again."
        ),
        new(
            FindingCode.Display,
            Severity.Warning,
            "The measured GPU drives a display",
            "Measure on a GPU without a screen, or log out of the desktop."
        ),
        new(
            FindingCode.PowerState,
            Severity.Warning,
            "Power source, governor or profile changed",
            "Fix the power profile and measure again."
        ),
        new(
            FindingCode.ClockDrift,
            Severity.Warning,
            "The clock changed during the window",
            "Let the machine settle; fix the clocks where possible."
        ),
        new(
            FindingCode.Timer,
            Severity.Warning,
            "The machine was suspended, or its clocks disagree",
            "Keep the machine awake."
        ),
        new(
            FindingCode.GeneratorLate,
            Severity.Warning,
            "Queries were issued later than scheduled although nothing was in their way",
            "Quiet the machine, or leave a core free with --threads."
        ),
        new(
            FindingCode.Backlog,
            Severity.Warning,
            "More queries arrived than could be answered",
            "Offer a lower --rate."
        ),
        new(FindingCode.SyncGap, Severity.Warning, "Wall time and device time disagree", null),
        new(FindingCode.Overhead, Severity.Warning, "Measuring cost more than 0.1 % of a block", null),
        new(
            FindingCode.Nonstationary,
            Severity.Warning,
            "Step times drifted or stepped within the window",
            "Quiet the machine and measure again."
        ),
        new(
            FindingCode.WarmupCap,
            Severity.Warning,
            "Warm-up ended without a steady state",
            "Quiet the machine and measure again."
        ),
        new(FindingCode.Dropped, Severity.Warning, "Too many blocks had to be dropped", null),
        new(
            FindingCode.PowerLimited,
            Severity.Note,
            "A power or temperature limit held the clock, as it would in long training",
            null
        ),
    ];

    private static readonly FrozenDictionary<string, Finding> ByCode = Texts.ToFrozenDictionary(text => text.Code);

    /// <summary>All of them, the gravest first.</summary>
    public static ImmutableArray<Finding> All => Texts;

    /// <summary>The codes, the gravest first.</summary>
    public static IEnumerable<string> Codes => Texts.Select(text => text.Code);

    /// <summary>The finding for <paramref name="code"/>.</summary>
    /// <param name="code">One of <see cref="Codes"/>.</param>
    /// <param name="where">How much is affected: <c>3 blocks</c>.</param>
    public static Finding Describe(string code, string where)
    {
        Finding text = ByCode[code];
        return text with { Message = $"{text.Message} ({where})." };
    }
}
