using System.Buffers.Binary;
using System.Collections.Immutable;
using Laptime.Tests;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Torch.Weights;

namespace Laptime.Torch.Tests.Weights;

public sealed class SafetensorsWriterTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    [Fact]
    public void Write_TensorsOfSeveralTypes_AreReadBack()
    {
        using var scope = TensorScope.Enter();
        var matrix = Tensor.From<float>([1, 2, 3, 4, 5, 6], 2, 3);
        var turned = Ops.Transpose(matrix, 0, 1); // not contiguous
        var count = Tensor.From<long>([7]);
        string path = Path.GetTempFileName();
        try
        {
            using (var stream = File.Create(path))
            {
                SafetensorsWriter.Write(
                    stream,
                    [("a.weight", matrix), ("turned", turned), ("count", count)],
                    ImmutableDictionary<string, string>.Empty.Add("note", "\"quoted\" and\nbroken")
                );
            }

            using var file = (SafetensorsFile)WeightFile.Open(path);

            file.Metadata["note"].ShouldBe("\"quoted\" and\nbroken");
            file.Entries.Select(e => (e.Name, e.DType))
                .ShouldBe([("a.weight", DType.Float32), ("turned", DType.Float32), ("count", DType.Int64)]);
            file.Entries[1].Shape.ShouldBe([3, 2]);
            Read(file, 1).ShouldBe([1, 4, 2, 5, 3, 6]);
            Read(file, 0).ShouldBe([1, 2, 3, 4, 5, 6]);
            // The format asks for nothing, but readers that map files like their tensors aligned.
            (BinaryPrimitives.ReadUInt64LittleEndian(File.ReadAllBytes(path)) % 8).ShouldBe(0UL);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static float[] Read(SafetensorsFile file, int entry)
    {
        var tensor = Ops.Empty(file.Entries[entry].Shape.AsSpan(), file.Entries[entry].DType);
        file.ReadInto(file.Entries[entry], tensor.Data<byte>());
        return tensor.ToFloats();
    }
}
