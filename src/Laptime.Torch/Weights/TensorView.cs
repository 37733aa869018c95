using System.Collections.Immutable;
using Laptime.Torch.Weights.Pickling;
using Microsoft.Win32.SafeHandles;

namespace Laptime.Torch.Weights;

/// <summary>A tensor's place in a file: where its storage begins, and how it strides through it.</summary>
internal sealed class TensorView
{
    private readonly long start;
    private readonly int elementSize;
    private readonly ImmutableArray<long> shape;
    private readonly ImmutableArray<long> strides;

    private TensorView(long start, PickleTensor tensor)
    {
        this.start = start;
        elementSize = tensor.DType.Size;
        shape = tensor.Shape;
        strides = tensor.Strides;
    }

    /// <summary>Checks a tensor against the storage that it looks at.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="tensor">What the pickle says, all counts not negative.</param>
    /// <param name="storage">The storage's bytes.</param>
    /// <exception cref="InvalidDataException">
    /// The tensor reaches beyond its storage, or is larger: a file must not make its reader allocate more than it holds.
    /// </exception>
    public static TensorView Create(string name, PickleTensor tensor, FilePart storage)
    {
        var storageCount = storage.Length / tensor.DType.Size;
        var claimed = (Int128)tensor.Storage.Count * (tensor.Storage.DType?.Size ?? 1);
        if (claimed > storage.Length)
        {
            throw new InvalidDataException($"the bytes of tensor {name} are cut short. Download or save it again.");
        }

        if (WeightEntry.CountElements(tensor.Shape.AsSpan()) is not { } count || count > storageCount)
        {
            throw new InvalidDataException(
                $"tensor {name} has more elements than are stored, as an expanded view has. Save it after .contiguous()."
            );
        }

        if (count > 0 && tensor.Last >= storageCount)
        {
            throw new InvalidDataException($"tensor {name} reaches beyond its storage. Save it again.");
        }

        return new TensorView(storage.Offset + (count == 0 ? 0 : tensor.Offset * tensor.DType.Size), tensor);
    }

    /// <summary>Reads the elements row-major.</summary>
    public void ReadInto(SafeFileHandle file, Span<byte> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        if (IsContiguous())
        {
            WeightFile.ReadFully(file, destination, start);
            return;
        }

        var span = new byte[checked((int)((Last(0) + 1) * elementSize))];
        WeightFile.ReadFully(file, span, start);
        Gather(span, destination);
    }

    private long Last(long offset)
    {
        for (var i = 0; i < shape.Length; i++)
        {
            offset += (shape[i] - 1) * strides[i];
        }

        return offset;
    }

    private bool IsContiguous()
    {
        var expected = 1L;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            if (shape[i] != 1 && strides[i] != expected)
            {
                return false;
            }

            expected *= shape[i];
        }

        return true;
    }

    private void Gather(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Span<long> index = stackalloc long[shape.Length];
        index.Clear();
        var element = 0L;
        for (; !destination.IsEmpty; destination = destination[elementSize..])
        {
            source.Slice((int)(element * elementSize), elementSize).CopyTo(destination);
            for (var i = shape.Length - 1; i >= 0; i--)
            {
                element += strides[i];
                if (++index[i] < shape[i])
                {
                    break;
                }

                element -= index[i] * strides[i];
                index[i] = 0;
            }
        }
    }
}
