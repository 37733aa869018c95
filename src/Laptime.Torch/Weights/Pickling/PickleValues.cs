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
)
{
    /// <summary>More dimensions than libtorch's operators take.</summary>
    private const int MaximumRank = 64;

    /// <summary>Index of the last element in the storage; wide, because sizes and strides come from outside.</summary>
    public Int128 Last
    {
        get
        {
            Int128 last = Offset;
            for (var i = 0; i < Shape.Length; i++)
            {
                last += (Int128)(Shape[i] - 1) * Strides[i];
            }

            return last;
        }
    }

    /// <summary>A view as a pickle describes it.</summary>
    /// <exception cref="InvalidDataException">Its sizes and strides are none.</exception>
    public static PickleTensor Create(
        PickleStorage storage,
        DType type,
        long offset,
        object?[] shape,
        object?[] strides
    ) =>
        shape.Length == strides.Length && shape.Length <= MaximumRank && offset >= 0
            ? new PickleTensor(storage, type, offset, Integers(shape), Integers(strides))
            : throw new InvalidDataException("it has a tensor whose shape and strides do not fit together.");

    private static ImmutableArray<long> Integers(object?[] values) =>
        [
            .. values.Select(value =>
                value is long and >= 0 and var number
                    ? number
                    : throw new InvalidDataException("it has a tensor with a size or stride that is no count.")
            ),
        ];
}

/// <summary>An object of a class that a program brings along.</summary>
/// <param name="type">Its class, by name.</param>
internal sealed class PickleObject(PickleGlobal type)
{
    /// <summary>Its class, by name.</summary>
    public PickleGlobal Type => type;

    /// <summary>Its attributes, or what its class restores them from; null until they are set.</summary>
    public object? State { get; set; }
}
