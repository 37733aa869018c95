using System.Collections.Immutable;

namespace Laptime.Probe.Gpus;

/// <summary>Words for the bits by which NVML tells why a clock is held back (nvmlClocksEventReasons of nvml.h).</summary>
internal static class ThrottleReasons
{
    private static readonly ImmutableArray<(ulong Bit, string Word)> Words =
    [
        (0x001, "idle"),
        (0x002, "application clock setting"),
        (0x004, "software power cap"),
        (0x008, "hardware slowdown"),
        (0x010, "sync boost"),
        (0x020, "software thermal slowdown"),
        (0x040, "hardware thermal slowdown"),
        (0x080, "hardware power brake"),
        (0x100, "display clock setting"),
    ];

    /// <summary>Words for all bits that are set, lowest first; a bit without a word here is told by its number.</summary>
    public static ImmutableArray<string> Of(ulong bits)
    {
        var words = Words.Where(entry => (bits & entry.Bit) != 0).Select(entry => entry.Word).ToImmutableArray();
        var unknown = Words.Aggregate(bits, (rest, entry) => rest & ~entry.Bit);
        return unknown == 0 ? words : words.Add($"unknown reason 0x{unknown:x}");
    }

    /// <summary>Whether a word tells of heat or of lacking power, not of rest or of a setting.</summary>
    public static bool IsDistress(string word) =>
        word
            is "hardware slowdown"
                or "software thermal slowdown"
                or "hardware thermal slowdown"
                or "hardware power brake";
}
