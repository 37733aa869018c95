using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Laptime.Measurement.Roofs;

/// <summary>Opens files around the page cache: fcntl.h of Linux.</summary>
internal static partial class DirectFile
{
    private const int O_RDONLY = 0;
    private const int O_CLOEXEC = 0x80000; // octal 2000000, the same on x86 and Arm
    private const int POSIX_FADV_DONTNEED = 4;

    // Octal 40000 on x86, 200000 on Arm (uapi/asm/fcntl.h).
    private static int O_DIRECT =>
        RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x10000 : 0x4000;

    /// <summary>Opens for reading past the page cache; null where the file system cannot.</summary>
    public static SafeFileHandle? TryOpen(string path)
    {
        int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_DIRECT);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Has the kernel forget what it keeps of a file whose content is on disk.</summary>
    public static void Forget(SafeFileHandle file) =>
        _ = posix_fadvise((int)file.DangerousGetHandle(), 0, 0, POSIX_FADV_DONTNEED);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int posix_fadvise(int descriptor, nint offset, nint length, int advice);
}
