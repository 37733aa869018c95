using System.Runtime.InteropServices;

namespace Laptime.Measurement.Telemetry;

/// <summary>sys/resource.h of the C library.</summary>
internal static partial class Libc
{
    /// <summary>The calling process, all threads.</summary>
    public const int RUSAGE_SELF = 0;

    /// <summary>
    /// <c>struct rusage</c> of 64-bit Linux: two <c>timeval</c> and fourteen <c>long</c>, then what musl reserves.
    /// </summary>
    public const int RusageLength = 18 + 16;

    [LibraryImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int getrusage(int who, Span<long> usage);
}
