using System.Runtime.InteropServices;

namespace Laptime.Input.Decoding;

/// <summary>Memory for one picture, kept for the next one.</summary>
internal sealed unsafe class PixelBuffer : IDisposable
{
    /// <summary>Memory beyond this is given back once a picture needs much less: one giant must not be paid for long.</summary>
    private const long KeptBytes = 64 << 20;

    private const int Alignment = 64;

    /// <summary>
    /// Rows begin a little after a multiple of 64 bytes. libjpeg-turbo would write aligned rows past the caches, and
    /// drawing would have to fetch them from memory again, which takes it a third longer.
    /// </summary>
    private const int Offset = 16;

    private byte* address;
    private long capacity;

    /// <summary>Makes room for a picture; what was in the memory is lost.</summary>
    public Bitmap Reserve(PictureSize size)
    {
        int stride = ((size.Width * 4) + Alignment - 1) & -Alignment;
        long bytes = ((long)stride * size.Height) + (2 * Alignment);
        if (bytes > capacity || (capacity > KeptBytes && bytes * 4 < capacity))
        {
            Dispose();
            address = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
            capacity = bytes;
        }
        return new Bitmap((nint)(address + Offset), size, stride);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(address);
        address = null;
        capacity = 0;
    }
}
