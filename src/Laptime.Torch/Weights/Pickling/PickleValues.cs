using System.Collections.Immutable;

namespace Laptime.Torch.Weights.Pickling;

// What a pickle can hold here, besides null, bool, long, double, string, byte[] and object?[] (a tuple).

/// <summary>A dict or OrderedDict, in its order. Integer keys are kept as their digits, as optimizer states have them.</summary>
internal sealed class PickleDict
{
    public OrderedDictionary<string, object?> Items { get; } = [];
}

/// <summary>A list.</summary>
internal sealed class PickleList
{
    public List<object?> Items { get; } = [];
}

/// <summary>A Python class or function, by name only.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A value that no tensor depends on, such as a device.</summary>
internal sealed class PickleOpaque
{
    public static readonly PickleOpaque Value = new();
}

/// <summary>Elements that one or more tensors look at.</summary>
/// <param name="Key">Name of the archive entry under <c>data/</c>.</param>
/// <param name="DType">Type of its elements; null for an untyped storage, whose elements are bytes.</param>
/// <param name="Count">Number of elements.</param>
internal sealed record PickleStorage(string Key, DType? DType, long Count);

/// <summary>A view of a storage.</summary>
/// <param name="Storage">What it looks at.</param>
/// <param name="DType">Type of its elements.</param>
/// <param name="Offset">First element in the storage.</param>
/// <param name="Shape">Sizes of the dimensions.</param>
/// <param name="Strides">Elements from one index to the next, by dimension.</param>
internal sealed record PickleTensor(
    PickleStorage Storage,
    DType DType,
    long Offset,
    ImmutableArray<long> Shape,
    ImmutableArray<long> Strides
);
