using Laptime.Torch.Interop;

namespace Laptime.Torch.Operators;

/// <summary>
/// An object of a class of libtorch's own that one operator makes and others take: weights packed for a kernel, say.
/// Like tensors it has no finalizer: its owner disposes of it.
/// </summary>
public sealed class TorchObject : IDisposable
{
    private nint handle;

    internal TorchObject(nint handle) => this.handle = handle;

    /// <summary>The object, borrowed.</summary>
    /// <exception cref="ObjectDisposedException">It has been disposed of.</exception>
    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(handle == 0, this);
            return handle;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (handle != 0)
        {
            LaptimeTorch.lt_object_free(handle);
            handle = 0;
        }
    }
}
