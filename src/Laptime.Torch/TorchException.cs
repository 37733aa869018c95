namespace Laptime.Torch;

/// <summary>libtorch refused something.</summary>
public sealed class TorchException : Exception
{
    internal TorchException(string call, string words)
        : base(call.Length == 0 ? words : $"{call}: {words}")
    {
        Call = call;
        Words = words;
    }

    /// <summary>Operator with the shapes it was given; empty if no operator was being called.</summary>
    public string Call { get; }

    /// <summary>libtorch's own message, without back trace.</summary>
    public string Words { get; }

    /// <summary>
    /// Whether memory ran out. libtorch has no common type for this: its CPU allocator says "can't allocate memory",
    /// the adapter's "not enough memory", CUDA's "out of memory".
    /// </summary>
    public bool IsOutOfMemory =>
        Words.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase)
        || Words.Contains("not enough memory", StringComparison.OrdinalIgnoreCase)
        || Words.Contains("out of memory", StringComparison.OrdinalIgnoreCase);
}
