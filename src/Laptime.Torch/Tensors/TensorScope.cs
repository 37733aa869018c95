using Laptime.Torch.Interop;

namespace Laptime.Torch.Tensors;

/// <summary>
/// Frees, when it closes, every tensor made on its thread while it was the innermost scope. Scopes close in the order
/// of a stack. A closed scope is kept for the thread's next one, so that a training step allocates none.
/// </summary>
public sealed unsafe class TensorScope : IDisposable
{
    private const int ReleaseAtOnce = 256;

    [ThreadStatic]
    private static TensorScope? current;

    [ThreadStatic]
    private static TensorScope? spare;

    private Tensor?[] items = new Tensor?[64];
    private int count;
    private int live;

    private TensorScope() { }

    internal static TensorScope? Current => current;

    internal TensorScope? Outer { get; private set; }

    /// <summary>Opens a scope on this thread.</summary>
    public static TensorScope Enter()
    {
        var scope = spare ?? new TensorScope();
        spare = scope.Outer;
        scope.Outer = current;
        current = scope;
        return scope;
    }

    /// <summary>Frees what is left in it.</summary>
    /// <exception cref="InvalidOperationException">An inner scope is still open.</exception>
    public void Dispose()
    {
        if (current != this)
        {
            throw new InvalidOperationException("Scopes are closed in the reverse order of their opening.");
        }
        current = Outer;
        nint* handles = stackalloc nint[ReleaseAtOnce];
        int n = 0;
        while (count > 0)
        {
            if (items[--count] is not { } tensor)
            {
                continue;
            }
            items[count] = null;
            tensor.Owner = null;
            handles[n++] = tensor.Release();
            if (n == ReleaseAtOnce)
            {
                LaptimeTorch.lt_release_many(handles, n);
                n = 0;
            }
        }
        LaptimeTorch.lt_release_many(handles, n);
        live = 0;
        Outer = spare;
        spare = this;
    }

    internal void Add(Tensor tensor)
    {
        if (count == items.Length)
        {
            Grow();
        }
        tensor.Slot = count;
        tensor.Owner = this;
        items[count++] = tensor;
        live++;
    }

    internal void Remove(Tensor tensor)
    {
        items[tensor.Slot] = null;
        tensor.Owner = null;
        live--;
        while (count > 0 && items[count - 1] is null)
        {
            count--;
        }
    }

    /// <summary>Closes the gaps that freed tensors left, or doubles the room if there are few.</summary>
    private void Grow()
    {
        if (live > count / 2)
        {
            Array.Resize(ref items, items.Length * 2);
            return;
        }
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            if (items[i] is { } tensor)
            {
                items[i] = null;
                tensor.Slot = kept;
                items[kept++] = tensor;
            }
        }
        count = kept;
    }
}
