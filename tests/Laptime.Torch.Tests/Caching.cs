using Laptime.Torch.Devices;
using Laptime.Torch.Interop;

namespace Laptime.Torch.Tests;

/// <summary>The caching allocator for the length of a test. It counts bytes, which shows leaks that no handle shows.</summary>
internal sealed class Caching : IDisposable
{
    public Caching() => CpuMemory.UseCaching();

    public static long LiveBytes => CpuMemory.Read().Live.Value;

    public void Dispose() => Native.Check(LaptimeTorch.lt_cpu_allocator(0));
}
