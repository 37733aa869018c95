using System.Runtime.InteropServices;

namespace Laptime.Input.Decoding;

/// <summary>Memory for one picture, kept for the next one. Pixels are four bytes: red, green, blue and one without meaning.</summary>
internal sealed unsafe class PixelBuffer : IDisposable
{
    /// <summary>Memory beyond this is given back once a picture needs much less: one giant must not be paid for long.</summary>
    private const long KeptBytes = 64 << 20;

    private long capacity;

    /// <summary>The first byte.</summary>
    public byte* Address { get; private set; }

    /// <summary>Makes room; what was in it is lost.</summary>
    public void Reserve(long bytes)
    {
        if (bytes <= capacity && (capacity <= KeptBytes || bytes * 4 > capacity))
        {
            return;
        }
        Dispose();
        Address = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, 64);
        capacity = bytes;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Address);
        Address = null;
        capacity = 0;
    }
}
