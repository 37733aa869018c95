using System.Runtime.InteropServices;
using System.Text;
using Laptime.Torch.Interop;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Script;

/// <summary>
/// What a module is called with, made once and used for every call. Its tensors are borrowed: they must outlive it and
/// may be written to in place between calls, but not <see cref="Tensor.Become">become</see> others.
/// </summary>
public sealed unsafe class ScriptArguments : IDisposable
{
    private readonly List<Value> values = [];
    private readonly List<nint> names = [];
    private readonly List<nint> blocks = [];
    private Value* valueBlock;
    private byte** nameBlock;

    /// <summary>Number of arguments.</summary>
    public int Count => values.Count;

    internal Value* Values
    {
        get
        {
            Freeze();
            return valueBlock;
        }
    }

    internal byte** Names
    {
        get
        {
            Freeze();
            return nameBlock;
        }
    }

    /// <summary>Adds a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="name">Name of the argument; null: by its place.</param>
    public void Add(Tensor tensor, string? name = null) => Add(Of(tensor), name);

    /// <summary>Adds a list of tensors.</summary>
    public void Add(IReadOnlyList<Tensor> tensors, string? name = null)
    {
        nint* list = (nint*)Allocate(tensors.Count * sizeof(nint));
        for (int i = 0; i < tensors.Count; i++)
        {
            list[i] = tensors[i].Handle;
        }
        Add(
            new Value
            {
                Tag = Tag.Tensors,
                Length = tensors.Count,
                Pointer = (nint)list,
            },
            name
        );
    }

    /// <summary>Adds tensors by name, as one argument.</summary>
    public void Add(IReadOnlyList<(string Key, Tensor Tensor)> entries, string? name = null)
    {
        Value* parts = (Value*)Allocate(entries.Count * 2 * sizeof(Value));
        for (int i = 0; i < entries.Count; i++)
        {
            parts[2 * i] = Of(entries[i].Key);
            parts[(2 * i) + 1] = Of(entries[i].Tensor);
        }
        Add(
            new Value
            {
                Tag = Tag.Dict,
                Length = entries.Count,
                Pointer = (nint)parts,
            },
            name
        );
    }

    /// <summary>Adds a whole number.</summary>
    public void Add(long number, string? name = null) => Add(new Value { Tag = Tag.Int, Int = number }, name);

    /// <summary>Adds a number.</summary>
    public void Add(double number, string? name = null) => Add(new Value { Tag = Tag.Double, Double = number }, name);

    /// <summary>Adds a truth value.</summary>
    public void Add(bool truth, string? name = null) => Add(new Value { Tag = Tag.Bool, Int = truth ? 1 : 0 }, name);

    /// <summary>Adds a text.</summary>
    public void Add(string text, string? name = null) => Add(Of(text), name);

    /// <summary>Adds None.</summary>
    public void AddNone(string? name = null) => Add(default(Value), name);

    /// <inheritdoc />
    public void Dispose()
    {
        blocks.ForEach(block => NativeMemory.Free((void*)block));
        blocks.Clear();
        values.Clear();
        names.Clear();
        valueBlock = null;
        nameBlock = null;
    }

    private static Value Of(Tensor tensor) => new() { Tag = Tag.Tensor, Pointer = tensor.Handle };

    private Value Of(string text) =>
        new()
        {
            Tag = Tag.String,
            Length = Encoding.UTF8.GetByteCount(text),
            Pointer = Copy(text),
        };

    private void Add(Value value, string? name)
    {
        values.Add(value);
        names.Add(name is null ? 0 : Copy(name));
        valueBlock = null;
        nameBlock = null;
    }

    /// <summary>Lays the arguments side by side, once.</summary>
    private void Freeze()
    {
        if (valueBlock != null)
        {
            return;
        }
        valueBlock = (Value*)Allocate(Count * sizeof(Value));
        CollectionsMarshal.AsSpan(values).CopyTo(new Span<Value>(valueBlock, Count));
        nameBlock = (byte**)Allocate(Count * sizeof(nint));
        CollectionsMarshal.AsSpan(names).CopyTo(new Span<nint>(nameBlock, Count));
    }

    /// <summary>UTF-8 with a zero at its end.</summary>
    private nint Copy(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        byte* at = Allocate(bytes.Length + 1);
        bytes.CopyTo(new Span<byte>(at, bytes.Length));
        at[bytes.Length] = 0;
        return (nint)at;
    }

    private byte* Allocate(int bytes)
    {
        void* block = NativeMemory.Alloc((nuint)Math.Max(bytes, 1));
        blocks.Add((nint)block);
        return (byte*)block;
    }
}
