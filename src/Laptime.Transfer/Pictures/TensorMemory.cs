using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Laptime.Core.Cases;
using Laptime.Core.Pictures;
using Laptime.Torch;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Transfer.Pictures;

/// <summary>
/// Memory for batches that is libtorch's: a batch becomes a tensor where it lies, without a copy. For a GPU it is
/// pinned. Any thread may ask for memory and give it back.
/// </summary>
/// <param name="device">Where the batches are to go.</param>
public sealed class TensorMemory(DeviceName device) : IPictureMemory, IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<nint, Tensor> pieces = [];

    /// <inheritdoc />
    public nint Allocate(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        long numbers = (bytes + sizeof(float) - 1) / sizeof(float);
        var piece = (
            device.IsCpu ? Ops.Empty([numbers], DType.Float32) : Ops.EmptyPinned([numbers], DType.Float32)
        ).Keep();
        nint address = AddressOf(piece);
        lock (gate)
        {
            pieces.Add(address, piece);
        }
        return address;
    }

    /// <inheritdoc />
    public void Free(nint address)
    {
        Tensor? piece;
        lock (gate)
        {
            pieces.Remove(address, out piece);
        }
        piece?.Dispose();
    }

    /// <summary>
    /// The pictures of a batch as a tensor [count, 3, side, side]: a view where the batch lies in this memory, else a
    /// copy. Of use until the batch is disposed of.
    /// </summary>
    public unsafe Tensor View(PictureBatch batch, int side)
    {
        long[] shape = [batch.Count, 3, side, side];
        int numbers = checked(batch.Count * 3 * side * side);
        lock (gate)
        {
            foreach (var (start, piece) in pieces)
            {
                long offset = batch.Pixels - start;
                if (offset >= 0 && offset + (long)numbers * sizeof(float) <= piece.ByteCount)
                {
                    return Ops.Part(piece, offset / sizeof(float), shape);
                }
            }
        }
        return Tensor.From<float>(new ReadOnlySpan<float>((void*)batch.Pixels, numbers), shape);
    }

    /// <summary>Frees what was not given back.</summary>
    public void Dispose()
    {
        foreach (var piece in pieces.Values)
        {
            piece.Dispose();
        }
        pieces.Clear();
    }

    private static unsafe nint AddressOf(Tensor tensor) =>
        (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.Data<byte>()));
}
