using System.Runtime.InteropServices;
using Laptime.Torch.Interop;

namespace Laptime.Torch.Tensors;

/// <summary>
/// Tensor handles side by side in native memory, for operators that take many at once: the parameters of a network,
/// their gradients. The tensors stay their owners' unless an operator or <see cref="ReadGradients"/> filled the list.
/// </summary>
public sealed unsafe class TensorList : IDisposable
{
    private nint* handles;
    private bool owns;

    /// <summary>Lists <paramref name="tensors"/>, which must outlive the list.</summary>
    public TensorList(IReadOnlyList<Tensor> tensors)
        : this(tensors.Count)
    {
        for (int i = 0; i < Count; i++)
        {
            handles[i] = tensors[i].Handle;
        }
    }

    /// <summary>Room for <paramref name="count"/> gradients.</summary>
    public TensorList(int count)
    {
        Count = count;
        handles = (nint*)NativeMemory.AllocZeroed((nuint)Math.Max(count, 1), (nuint)sizeof(nint));
    }

    /// <summary>Takes over tensors that have no object of their own.</summary>
    internal TensorList(ReadOnlySpan<nint> owned)
        : this(owned.Length)
    {
        owned.CopyTo(new Span<nint>(handles, Count));
        owns = true;
    }

    /// <summary>Number of places.</summary>
    public int Count { get; }

    /// <summary>The handles, one after the other.</summary>
    /// <exception cref="ObjectDisposedException">The list has been disposed.</exception>
    internal nint* Handles => handles != null ? handles : throw new ObjectDisposedException(nameof(TensorList));

    /// <summary>Lists a tensor, borrowed, at a place: a list that is used in every step of a loop is made once.</summary>
    public void Place(int index, Tensor tensor)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        Clear();
        Handles[index] = tensor.Handle;
    }

    /// <summary>Fills the list with references to the gradients of <paramref name="tensors"/>; a place stays empty where there is none.</summary>
    public void ReadGradients(TensorList tensors)
    {
        Clear();
        Native.Check(LaptimeTorch.lt_get_grads(tensors.handles, Count, handles));
        owns = true;
    }

    /// <summary>Drops the gradients of the listed tensors, so that the next backward pass writes and need not add.</summary>
    public void DropGradients() => Native.Check(LaptimeTorch.lt_clear_grads(handles, Count));

    /// <summary>Frees what the list owns.</summary>
    public void Clear()
    {
        if (owns)
        {
            LaptimeTorch.lt_release_many(handles, Count);
            new Span<nint>(handles, Count).Clear();
            owns = false;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Clear();
        NativeMemory.Free(handles);
        handles = null;
    }
}
