using System.Runtime.CompilerServices;
using Laptime.Core.Cases;
using Laptime.Torch.Interop;
using Laptime.Torch.Operators;

namespace Laptime.Torch.Tensors;

/// <summary>
/// A tensor of libtorch. It has no finalizer, so that nothing waits for the garbage collector: it is freed when it is
/// disposed, moved into a call, or when the <see cref="TensorScope"/> it was made in closes.
/// </summary>
public sealed unsafe class Tensor : IDisposable
{
    private static long live;
    private nint handle;

    /// <summary>Place in the owning scope's list; meaningless without an owner.</summary>
    internal int Slot;

    /// <summary>Scope that frees this tensor; null if nobody does.</summary>
    internal TensorScope? Owner;

    internal Tensor(nint handle)
    {
        this.handle = handle;
        Interlocked.Increment(ref live);
        TensorScope.Current?.Add(this);
    }

    /// <summary>Tensors that exist in this process and have not been freed.</summary>
    public static long LiveCount => Interlocked.Read(ref live);

    /// <summary>The shape.</summary>
    public long[] Shape
    {
        get
        {
            long* sizes = stackalloc long[MaximumDimensions];
            Meta meta;
            Native.Check(LaptimeTorch.lt_get_meta(Handle, &meta, sizes, MaximumDimensions));
            return new Span<long>(sizes, meta.Dim).ToArray();
        }
    }

    /// <summary>Number of elements.</summary>
    public long ElementCount => Meta.Numel;

    /// <summary>Bytes of the elements.</summary>
    public long ByteCount => Meta.Bytes;

    /// <summary>Element type.</summary>
    public DType DType => (DType)Meta.DType;

    /// <summary>Where it lives.</summary>
    public DeviceName Device
    {
        get
        {
            var meta = Meta;
            return new DeviceName((DeviceKind)meta.DeviceType, Math.Max(meta.DeviceIndex, 0));
        }
    }

    /// <summary>Whether its elements lie in row-major order without gaps.</summary>
    public bool IsContiguous => Meta.Contiguous != 0;

    /// <summary>Whether its elements lie in the order batch, height, width, channel.</summary>
    public bool IsChannelsLast => Meta.ChannelsLast != 0;

    /// <summary>Whether autograd follows it.</summary>
    public bool RequiresGrad
    {
        get => Meta.RequiresGrad != 0;
        set => Native.Check(LaptimeTorch.lt_set_requires_grad(Handle, value ? 1 : 0));
    }

    /// <summary>Its gradient; null if it has none. The caller owns the result.</summary>
    public Tensor? Gradient
    {
        get
        {
            nint t = Handle;
            nint gradient;
            Native.Check(LaptimeTorch.lt_get_grads(&t, 1, &gradient));
            return gradient == 0 ? null : new Tensor(gradient);
        }
    }

    /// <summary>The adapter's handle.</summary>
    /// <exception cref="ObjectDisposedException">It has been freed or moved.</exception>
    internal nint Handle =>
        handle != 0
            ? handle
            : throw new ObjectDisposedException(nameof(Tensor), "The tensor has been freed, or moved into a call.");

    private Meta Meta
    {
        get
        {
            Meta meta;
            Native.Check(LaptimeTorch.lt_get_meta(Handle, &meta, null, 0));
            return meta;
        }
    }

    /// <summary>libtorch names no limit; nothing here comes near this one.</summary>
    private const int MaximumDimensions = 16;

    /// <summary>Makes a tensor on the processor from row-major <paramref name="values"/>.</summary>
    /// <typeparam name="T">byte, int, long, float or double.</typeparam>
    /// <exception cref="ArgumentException">There are more or fewer values than <paramref name="shape"/> has places.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        long places = 1;
        foreach (long size in shape)
        {
            places *= size;
        }
        if (places != values.Length)
        {
            throw new ArgumentException(
                $"{values.Length} values do not fill [{string.Join(", ", shape.ToArray())}].",
                nameof(values)
            );
        }
        var tensor = Ops.Empty(shape, ElementType<T>());
        values.CopyTo(tensor.Data<T>());
        return tensor;
    }

    /// <summary>Frees it now.</summary>
    public void Dispose()
    {
        if (handle != 0)
        {
            LaptimeTorch.lt_release(Release());
        }
    }

    /// <summary>An argument that gives the tensor away: the call frees it as soon as nobody needs it.</summary>
    public Argument Move()
    {
        _ = Handle;
        return Argument.Moved(Release());
    }

    /// <summary>A second owner of the same memory; each is freed on its own.</summary>
    public Tensor Share() => new(LaptimeTorch.lt_retain(Handle));

    /// <summary>Takes it out of its scope: now it lives until it is disposed.</summary>
    public Tensor Keep()
    {
        Owner?.Remove(this);
        return this;
    }

    /// <summary>Hands it to the scope around the current one, or to nobody if there is none.</summary>
    public Tensor Escape()
    {
        var outer = Owner?.Outer;
        Owner?.Remove(this);
        outer?.Add(this);
        return this;
    }

    /// <summary>
    /// Stands for another tensor from now on, which it takes over; its old memory is freed. Everybody who holds this
    /// object sees the change: a parameter moved to a GPU, a weight in another order. Keeps its scope and
    /// <see cref="RequiresGrad"/>.
    /// </summary>
    public void Become(Tensor replacement)
    {
        bool learns = RequiresGrad;
        _ = replacement.Handle;
        nint old = handle;
        handle = replacement.Release();
        LaptimeTorch.lt_release(old);
        if (learns)
        {
            RequiresGrad = true;
        }
    }

    /// <summary>Its elements, where they lie. Processor only; row-major only if <see cref="IsContiguous"/>.</summary>
    /// <exception cref="InvalidOperationException">It lives on another device.</exception>
    /// <exception cref="OverflowException">It has more elements than a span can hold.</exception>
    /// <exception cref="TorchException">They do not lie side by side: it is a view with gaps, or an expanded one.</exception>
    public Span<T> Data<T>()
        where T : unmanaged
    {
        var meta = Meta;
        if (meta.DeviceType != (int)DeviceKind.Cpu)
        {
            throw new InvalidOperationException("The elements are not in the processor's memory.");
        }
        void* data;
        Native.Check(LaptimeTorch.lt_data_ptr(Handle, &data));
        return new Span<T>(data, checked((int)(meta.Bytes / sizeof(T))));
    }

    /// <summary>A row-major copy of its elements as single precision, from any device and type.</summary>
    public float[] ToFloats()
    {
        using var grad = Autograd.GradMode.Off();
        using var scope = TensorScope.Enter();
        var copy = Ops.To(this, DeviceName.Cpu, DType.Float32);
        return Ops.Contiguous(copy).Data<float>().ToArray();
    }

    /// <summary>Its only element. Waits for the device.</summary>
    public double Item() => Ops.Item(this);

    /// <summary>Fills the gradients of everything that led to this scalar.</summary>
    public void Backward() => Native.Check(LaptimeTorch.lt_backward(Handle));

    /// <inheritdoc />
    public override string ToString() =>
        handle == 0 ? "freed tensor" : $"{DType}[{string.Join(", ", Shape)}] on {Device}";

    /// <summary>Gives up the handle without freeing what is behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal nint Release()
    {
        nint released = handle;
        handle = 0;
        Interlocked.Decrement(ref live);
        Owner?.Remove(this);
        return released;
    }

    private static DType ElementType<T>() =>
        default(T) switch
        {
            float => DType.Float32,
            long => DType.Int64,
            double => DType.Float64,
            int => DType.Int32,
            byte => DType.UInt8,
            _ => throw new NotSupportedException($"No element type is a {typeof(T).Name}."),
        };
}
