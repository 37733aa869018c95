using System.Runtime.InteropServices;
using Laptime.Core.Quantities;

namespace Laptime.Measurement.Roofs;

/// <summary>Memory that the kernel is asked to back with huge pages, so that address translation is no part of a roof.</summary>
internal sealed unsafe partial class HugePages : IDisposable
{
    private const int PageBytes = 2 << 20;
    private const int MADV_HUGEPAGE = 14; // asm-generic/mman-common.h

    /// <summary>Reserves it; nothing is touched.</summary>
    public HugePages(Bytes size)
    {
        Address = (nint)NativeMemory.AlignedAlloc((nuint)size.Value, PageBytes);
        if (OperatingSystem.IsLinux())
        {
            // Kernels without huge pages refuse, and ordinary ones serve.
            _ = madvise(Address, (nuint)size.Value, MADV_HUGEPAGE);
        }
    }

    /// <summary>First byte, at the start of a huge page.</summary>
    public nint Address { get; private set; }

    public void Dispose()
    {
        NativeMemory.AlignedFree((void*)Address);
        Address = 0;
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int madvise(nint address, nuint length, int advice);
}
