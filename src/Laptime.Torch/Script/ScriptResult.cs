using System.Collections.Immutable;
using Laptime.Torch.Interop;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Script;

/// <summary>
/// What a module returned, whole: a tensor, or tuples, lists and dicts of them with numbers and None between. Like
/// tensors it has no finalizer: its owner disposes of it, and with it of the tensors that nobody else holds.
/// </summary>
public sealed unsafe class ScriptResult : IDisposable
{
    private nint handle;

    internal ScriptResult(nint handle) => this.handle = handle;

    /// <summary>Where each of <see cref="Tensors"/> stands: <c>out</c>, <c>[0].boxes</c>; empty for a result that is a tensor.</summary>
    public ImmutableArray<string> Places
    {
        get
        {
            byte* text = LaptimeTorch.lt_object_places(Handle);
            if (text is null)
            {
                Native.Throw();
            }
            // A line feed behind each.
            return [.. Native.Text(text).Split('\n')[..^1]];
        }
    }

    private nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(handle == 0, this);
            return handle;
        }
    }

    /// <summary>The tensors within it, in order, each a new reference.</summary>
    /// <exception cref="TorchException">It is nested without end.</exception>
    public Tensor[] Tensors()
    {
        nint first;
        int n;
        Native.Check(LaptimeTorch.lt_object_tensors(Handle, 1, &first, &n));
        if (n <= 1)
        {
            return n == 0 ? [] : [new Tensor(first)];
        }
        LaptimeTorch.lt_release(first);
        nint[] handles = new nint[n];
        fixed (nint* p = handles)
        {
            Native.Check(LaptimeTorch.lt_object_tensors(Handle, n, p, &n));
        }
        return Array.ConvertAll(handles, h => new Tensor(h));
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
