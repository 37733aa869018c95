using Laptime.Core.Quantities;
using Laptime.Torch.Interop;

namespace Laptime.Torch.Devices;

/// <summary>Where tensors on the processor get their memory.</summary>
public static class CpuMemory
{
    // mallopt(3), glibc.
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;

    /// <summary>Keeps freed memory and backs large blocks with huge pages. Tensors made before stay where they are.</summary>
    public static void UseCaching() => Native.Check(LaptimeTorch.lt_cpu_allocator(1));

    /// <summary>
    /// Stops glibc from returning freed memory to the kernel after every step, which costs four times as many page
    /// faults as the same step in a Python process.
    /// </summary>
    /// <param name="largest">Blocks above this size do go back; at most 1 GiB.</param>
    public static void KeepFreedMemory(Bytes largest)
    {
        _ = LaptimeTorch.lt_mallopt(MmapThreshold, checked((int)largest.Value));
        _ = LaptimeTorch.lt_mallopt(TrimThreshold, int.MaxValue);
    }

    /// <summary>What the caching allocator holds: in use now, at most so far, taken from the system. Zero if it was never used.</summary>
    public static (Bytes Live, Bytes Peak, Bytes Reserved) Read()
    {
        Native.Check(LaptimeTorch.lt_cpu_memory(out long live, out long peak, out long reserved));
        return (new Bytes(live), new Bytes(peak), new Bytes(reserved));
    }
}
