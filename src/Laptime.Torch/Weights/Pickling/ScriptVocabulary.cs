using System.Globalization;

namespace Laptime.Torch.Weights.Pickling;

/// <summary>
/// The names that the pickles of TorchScript archives use. Classes of the program's own are named below
/// <c>__torch__</c> and defined in the archive; the rest is this short list.
/// </summary>
/// <remarks>Read by torch/csrc/jit/serialization/unpickler.cpp of libtorch 1.13 to 2.9.</remarks>
internal sealed class ScriptVocabulary : IPickleVocabulary
{
    public static readonly ScriptVocabulary Instance = new();

    private const string OwnClasses = "__torch__";

    /// <summary>Type annotations of containers; libtorch parses them by recursion.</summary>
    private const int LongestType = 10_000;
    private const int DeepestType = 64;

    private ScriptVocabulary() { }

    /// <inheritdoc />
    public string Subject => "TorchScript program";

    /// <inheritdoc />
    public string WayOut => "Save it again with torch.jit.save.";

    /// <inheritdoc />
    public object Global(string module, string name)
    {
        var global = new PickleGlobal(module, name);
        return
            IsOwn(global)
            || global
                is { Module: "collections", Name: "OrderedDict" }
                    or { Module: "builtins", Name: "complex" }
                    or { Module: "torch._utils", Name: "_rebuild_tensor" or "_rebuild_tensor_v2" or "_rebuild_qtensor" }
                    or {
                        Module: "torch.jit._pickle",
                        Name: "build_intlist"
                            or "build_tensorlist"
                            or "build_doublelist"
                            or "build_boollist"
                            or "restore_type_tag"
                    }
                    or { Module: "torch", Name: "device" or "per_tensor_affine" or "per_channel_affine" }
            || (module == "torch" && StorageType(name) is not null)
            ? global
            : throw new InvalidDataException(
                $"it needs Python's {global}, which is no part of a program, and nothing of that is executed. {WayOut}"
            );
    }

    /// <inheritdoc />
    public string Key(object? key) =>
        key switch
        {
            string text => text,
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            bool truth => truth ? "True" : "False",
            _ => throw new InvalidDataException($"it has a dict with keys that cannot be read. {WayOut}"),
        };

    /// <inheritdoc />
    public PickleStorage Storage(object?[] id) =>
        id is ["storage", PickleGlobal { Module: "torch" } type, string key, string, long and >= 0 and var count]
        && StorageType(type.Name) is { } element
            ? new PickleStorage(key, element, count)
            : throw new InvalidDataException($"it refers to something that is no storage. {WayOut}");

    /// <inheritdoc />
    public object? Call(PickleGlobal function, object?[] arguments) =>
        (function.Name, arguments) switch
        {
            _ when IsOwn(function) => new PickleObject(function) { State = arguments },
            ("OrderedDict", []) => new PickleDict(),
            ("complex", [_, _]) or ("device", [string, ..]) => PickleOpaque.Value,
            ("build_intlist" or "build_tensorlist" or "build_doublelist" or "build_boollist", [PickleList list]) =>
                list,
            ("restore_type_tag", [var value, string type]) when IsPlain(type) => value,
            (
                "_rebuild_tensor"
                    or "_rebuild_tensor_v2"
                    or "_rebuild_qtensor",
                [PickleStorage { DType: { } type } s, long offset, object?[] shape, object?[] strides, ..]
            ) => PickleTensor.Create(s, type, offset, shape, strides),
            _ => throw new InvalidDataException($"it uses {function} in a way that TorchScript does not. {WayOut}"),
        };

    /// <inheritdoc />
    public object New(PickleGlobal type, object?[] arguments) =>
        IsOwn(type)
            ? new PickleObject(type)
            : throw new InvalidDataException($"it makes an object of {type}, which is no class of its own. {WayOut}");

    private static bool IsOwn(PickleGlobal global) =>
        global.Module == OwnClasses || global.Module.StartsWith(OwnClasses + ".", StringComparison.Ordinal);

    private static bool IsPlain(string type) => type.Length <= LongestType && type.Count(c => c == '[') <= DeepestType;

    /// <summary>Quantized elements are as large as the integers they are kept in.</summary>
    private static DType? StorageType(string name) =>
        name switch
        {
            "QInt8Storage" => DType.Int8,
            "QUInt8Storage" => DType.UInt8,
            "QInt32Storage" => DType.Int32,
            _ => TorchVocabulary.StorageType(name),
        };
}
