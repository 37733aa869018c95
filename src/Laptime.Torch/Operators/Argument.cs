using System.Runtime.InteropServices;
using System.Text;
using Laptime.Core.Cases;
using Laptime.Torch.Interop;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Operators;

/// <summary>
/// An argument of an operator: 16 bytes, made by implicit conversion, so that a call allocates nothing. Lists and text
/// are copied into a ring of native memory of the thread; they stay good until the call that they are written for.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly unsafe struct Argument
{
    private const int RingBytes = 16384;

    [ThreadStatic]
    private static byte* ring;

    [ThreadStatic]
    private static int used;

    private readonly Value value;

    private Argument(Tag tag, long bits, int length = 0) =>
        value = new Value
        {
            Tag = tag,
            Length = length,
            Int = bits,
        };

    /// <summary>None.</summary>
    public static Argument None => default;

    /// <summary>Whatever the operator's schema says.</summary>
    public static Argument Default => new(Tag.Default, 0);

    /// <summary>A tensor, borrowed; null is None.</summary>
    public static implicit operator Argument(Tensor? tensor) =>
        tensor is null ? default : new(Tag.Tensor, tensor.Handle);

    /// <summary>A whole number.</summary>
    public static implicit operator Argument(long number) => new(Tag.Int, number);

    /// <summary>A whole number.</summary>
    public static implicit operator Argument(int number) => new(Tag.Int, number);

    /// <summary>A number.</summary>
    public static implicit operator Argument(double number) => new(Tag.Double, BitConverter.DoubleToInt64Bits(number));

    /// <summary>A truth value.</summary>
    public static implicit operator Argument(bool truth) => new(Tag.Bool, truth ? 1 : 0);

    /// <summary>An element type.</summary>
    public static implicit operator Argument(DType type) => new(Tag.Int, (long)type);

    /// <summary>
    /// A device. The processor goes without an index, as libtorch's own tensors have it: to libtorch, cpu:0 is another
    /// device than cpu, and moving a tensor there copies it.
    /// </summary>
    public static implicit operator Argument(DeviceName device) =>
        new(Tag.Device, (long)device.Kind | ((long)(device.IsCpu ? -1 : device.Index) << 32));

    /// <summary>An object of libtorch, borrowed.</summary>
    public static implicit operator Argument(TorchObject value) => new(Tag.Object, value.Handle);

    /// <summary>Tensors, borrowed.</summary>
    public static implicit operator Argument(TensorList tensors) =>
        new(Tag.Tensors, (nint)tensors.Handles, tensors.Count);

    /// <summary>Whole numbers.</summary>
    public static implicit operator Argument(long[] numbers) => Ints(numbers);

    /// <summary>Text.</summary>
    public static implicit operator Argument(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        byte* at = Reserve(length);
        Encoding.UTF8.GetBytes(text, new Span<byte>(at, length));
        return new(Tag.String, (nint)at, length);
    }

    /// <summary>Whole numbers.</summary>
    public static Argument Ints(ReadOnlySpan<long> numbers)
    {
        long* at = (long*)Reserve(numbers.Length * sizeof(long));
        numbers.CopyTo(new Span<long>(at, numbers.Length));
        return new(Tag.Ints, (nint)at, numbers.Length);
    }

    /// <summary>Neighbours in a list of tensors, borrowed.</summary>
    internal static Argument Part(TensorList tensors, int start, int count) =>
        new(Tag.Tensors, (nint)(tensors.Handles + start), count);

    internal static Argument Moved(nint handle) => new(Tag.TensorMove, handle);

    private static byte* Reserve(int bytes)
    {
        if (bytes > RingBytes / 4)
        {
            throw new ArgumentException($"A list of {bytes} bytes is too long for an argument.", nameof(bytes));
        }
        if (ring == null)
        {
            ring = (byte*)NativeMemory.Alloc(RingBytes);
        }
        bytes = (bytes + 15) & ~15;
        if (used + bytes > RingBytes)
        {
            used = 0;
        }
        byte* at = ring + used;
        used += bytes;
        return at;
    }
}
