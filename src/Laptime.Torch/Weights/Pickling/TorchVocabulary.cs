using System.Globalization;

namespace Laptime.Torch.Weights.Pickling;

/// <summary>The Python names that pickled state dicts use, and what they build here. Any other name is refused.</summary>
/// <remarks>Written by torch/_utils.py, torch/serialization.py and torch/storage.py of PyTorch 1.6 to 2.11.</remarks>
internal sealed class TorchVocabulary : IPickleVocabulary
{
    public static readonly TorchVocabulary Instance = new();

    /// <summary>What to do about a file that holds more than weights.</summary>
    public const string WayOut = "Save the weights alone in Python: torch.save(model.state_dict(), \"weights.pth\").";

    private TorchVocabulary() { }

    /// <inheritdoc />
    public string Subject => "state dict";

    /// <inheritdoc />
    string IPickleVocabulary.WayOut => WayOut;

    /// <summary>A class, function or element type by its name.</summary>
    /// <exception cref="InvalidDataException">The name is not one of a state dict's.</exception>
    public object Global(string module, string name)
    {
        var global = new PickleGlobal(module, name);
        return global switch
        {
            { Module: "collections", Name: "OrderedDict" } => global,
            {
                Module: "torch._utils",
                Name: "_rebuild_tensor" or "_rebuild_tensor_v2" or "_rebuild_tensor_v3" or "_rebuild_parameter"
            } => global,
            { Module: "torch", Name: "Size" or "device" } => global,
            { Module: "torch.storage" or "torch", Name: "UntypedStorage" } => global,
            { Module: "torch" } when StorageType(name) is not null => global,
            { Module: "torch" } when ElementType(name) is { } type => type,
            _ => throw new InvalidDataException($"it needs Python's {global}, and nothing in it is executed. {WayOut}"),
        };
    }

    /// <summary>The key of a dict entry.</summary>
    public string Key(object? key) =>
        key switch
        {
            string text => text,
            long number => number.ToString(CultureInfo.InvariantCulture),
            _ => throw new InvalidDataException($"it has a dict whose keys are neither text nor integers. {WayOut}"),
        };

    /// <summary>A storage by its persistent id: ('storage', type, key, location, number of elements).</summary>
    public PickleStorage Storage(object?[] id)
    {
        if (id is not ["storage", PickleGlobal type, string key, string, long and >= 0 and var count])
        {
            throw new InvalidDataException($"it refers to something that is no storage. {WayOut}");
        }

        return new PickleStorage(
            key,
            type.Name == "UntypedStorage" ? null : StorageType(type.Name) ?? throw Misused(type),
            count
        );
    }

    /// <summary>The outcome of a call in the pickle.</summary>
    public object? Call(PickleGlobal function, object?[] arguments) =>
        (function.Name, arguments) switch
        {
            ("OrderedDict", []) => new PickleDict(),
            ("OrderedDict", [PickleList pairs]) => FromPairs(pairs),
            (
                "_rebuild_tensor_v3",
                [PickleStorage s, long offset, object?[] shape, object?[] strides, _, _, DType type, ..]
            ) => PickleTensor.Create(s, type, offset, shape, strides),
            (
                "_rebuild_tensor"
                    or "_rebuild_tensor_v2",
                [PickleStorage { DType: { } type } s, long offset, object?[] shape, object?[] strides, ..]
            ) => PickleTensor.Create(s, type, offset, shape, strides),
            ("_rebuild_parameter", [PickleTensor data, ..]) => data,
            ("Size", [object?[] shape]) => shape,
            ("device", [string, ..]) => PickleOpaque.Value,
            _ => throw Misused(function),
        };

    /// <inheritdoc />
    public object New(PickleGlobal type, object?[] arguments) => throw Misused(type);

    private PickleDict FromPairs(PickleList pairs)
    {
        var dict = new PickleDict();
        foreach (var pair in pairs.Items)
        {
            dict.Items[Key(Part(pair, 0))] = Part(pair, 1);
        }

        return dict;

        static object? Part(object? pair, int index) =>
            pair switch
            {
                object?[] { Length: 2 } tuple => tuple[index],
                PickleList { Items.Count: 2 } list => list.Items[index],
                _ => throw new InvalidDataException($"it has an OrderedDict that is not made of pairs. {WayOut}"),
            };
    }

    private static InvalidDataException Misused(PickleGlobal global) =>
        new($"it uses Python's {global} in a way that torch.save does not. {WayOut}");

    /// <summary>Type of the elements of a storage class of <c>torch</c>; null if it is none.</summary>
    public static DType? StorageType(string name) =>
        name switch
        {
            "DoubleStorage" => DType.Float64,
            "FloatStorage" => DType.Float32,
            "HalfStorage" => DType.Float16,
            "BFloat16Storage" => DType.BFloat16,
            "LongStorage" => DType.Int64,
            "IntStorage" => DType.Int32,
            "ShortStorage" => DType.Int16,
            "CharStorage" => DType.Int8,
            "ByteStorage" => DType.UInt8,
            "BoolStorage" => DType.Bool,
            "ComplexFloatStorage" => DType.Complex64,
            "ComplexDoubleStorage" => DType.Complex128,
            _ => null,
        };

    private static DType? ElementType(string name) =>
        name switch
        {
            "float64" => DType.Float64,
            "float32" => DType.Float32,
            "float16" => DType.Float16,
            "bfloat16" => DType.BFloat16,
            "float8_e5m2" => DType.Float8E5M2,
            "float8_e4m3fn" => DType.Float8E4M3Fn,
            "int64" => DType.Int64,
            "int32" => DType.Int32,
            "int16" => DType.Int16,
            "int8" => DType.Int8,
            "uint64" => DType.UInt64,
            "uint32" => DType.UInt32,
            "uint16" => DType.UInt16,
            "uint8" => DType.UInt8,
            "bool" => DType.Bool,
            "complex32" => DType.Complex32,
            "complex64" => DType.Complex64,
            "complex128" => DType.Complex128,
            _ => null,
        };
}
