using Laptime.Core.Cases;
using Laptime.Torch.Interop;

namespace Laptime.Torch.Devices;

/// <summary>Work recorded once on a CUDA stream and launched as a whole.</summary>
public sealed class CudaGraph : IDisposable
{
    private nint graph;

    private CudaGraph(nint graph) => this.graph = graph;

    /// <summary>Records what <paramref name="work"/> enqueues. It must have run before, and must not synchronize.</summary>
    /// <exception cref="TorchException">The work cannot be recorded, or this build has no CUDA.</exception>
    public static CudaGraph Record(DeviceName device, Action work)
    {
        Native.Check(LaptimeTorch.lt_graph_begin(device.Index, out nint graph));
        var result = new CudaGraph(graph);
        try
        {
            try
            {
                work();
            }
            finally
            {
                int ended = LaptimeTorch.lt_graph_end(graph);
                Native.Check(ended);
            }
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <summary>Enqueues the recorded work.</summary>
    public void Replay() => Native.Check(LaptimeTorch.lt_graph_replay(graph));

    /// <inheritdoc />
    public void Dispose()
    {
        LaptimeTorch.lt_graph_free(graph);
        graph = 0;
    }
}
