using System.Runtime.InteropServices;
using Laptime.Core.Pictures;

namespace Laptime.Input.Passes;

/// <summary>Plain memory of the process.</summary>
public sealed unsafe class AlignedMemory : IPictureMemory
{
    private AlignedMemory() { }

    /// <summary>The only one: it has no state.</summary>
    public static AlignedMemory Shared { get; } = new();

    /// <inheritdoc />
    /// <exception cref="OutOfMemoryException">There is no more.</exception>
    public nint Allocate(long bytes) => (nint)NativeMemory.AlignedAlloc((nuint)bytes, 64);

    /// <inheritdoc />
    public void Free(nint address) => NativeMemory.AlignedFree((void*)address);
}
