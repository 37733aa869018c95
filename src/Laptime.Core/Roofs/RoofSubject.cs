using System.Globalization;
using Laptime.Core.Cases;

namespace Laptime.Core.Roofs;

/// <summary>What sort of work a roof bounds.</summary>
public enum RoofKind
{
    /// <summary>Matrix products, in FLOP/s; a multiply-add counts two.</summary>
    Matmul,

    /// <summary>a = b + s · c over memory, in B/s: STREAM's triad and its way of counting, three elements a step.</summary>
    Triad,

    /// <summary>Copies between main memory and a device, in B/s.</summary>
    Copy,

    /// <summary>Calls of a small operator, in calls a second.</summary>
    Launch,

    /// <summary>Reading from the disk of the data directory, in B/s.</summary>
    Disk,

    /// <summary>Decoding of JPEG pictures, in pictures a second.</summary>
    Decode,
}

/// <summary>A roof that can be measured in a process of its own.</summary>
/// <param name="Kind">Sort of work.</param>
/// <param name="Variant">
/// Of a matrix product its arithmetic (<c>fp32</c>, <c>tf32</c>, <c>fp16</c>, <c>bf16</c>, <c>int8</c>, and <c>eager</c>: what
/// plain <c>mm</c> reaches in fp32); of a copy its direction and memory; of anything else empty.
/// </param>
/// <param name="Device">Device that does the work.</param>
/// <param name="Threads">Threads of the processor; 1 where they do not matter.</param>
public sealed record RoofSubject(RoofKind Kind, string Variant, DeviceName Device, int Threads)
{
    /// <summary>Matrix product in single precision as eager PyTorch does it.</summary>
    public const string Eager = "eager";

    /// <summary>From ordinary main memory to the device.</summary>
    public const string ToDevice = "to-device";

    /// <summary>From pinned main memory, which the device fetches by itself, to the device.</summary>
    public const string ToDevicePinned = "to-device-pinned";

    /// <summary>From the device to ordinary main memory.</summary>
    public const string FromDevice = "from-device";

    /// <summary>From the device to pinned main memory.</summary>
    public const string FromDevicePinned = "from-device-pinned";

    /// <summary>The same everywhere: <c>matmul/fp32/cpu/t2</c>.</summary>
    public string Id =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Kind.ToString().ToLowerInvariant()}/{(Variant.Length > 0 ? Variant : "-")}/{Device}/t{Threads}"
        );

    /// <summary>Reads an <see cref="Id"/>; null if it is none.</summary>
    public static RoofSubject? TryParse(string text) =>
        text.Split('/') is [var kind, var variant, var device, ['t', .. var threads]]
        && !int.TryParse(kind, out _)
        && Enum.TryParse(kind, ignoreCase: true, out RoofKind parsed)
        && DeviceName.TryParse(device, out DeviceName name)
        && int.TryParse(threads, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
        && count >= 1
            ? new RoofSubject(parsed, variant == "-" ? "" : variant, name, count)
            : null;
}
