namespace Laptime.Torch;

/// <summary>libtorch refused something.</summary>
public sealed class TorchException : Exception
{
    private static readonly string[] s_shortages = ["can't allocate memory", "not enough memory", "out of memory"];

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

    /// <summary>Whether memory ran out.</summary>
    public bool IsOutOfMemory => Shortage is not null;

    /// <summary>
    /// The line that says that memory ran out; null: it did not. libtorch has no common type for this: its CPU allocator
    /// says "can't allocate memory", the adapter's "not enough memory", CUDA's "out of memory"; the interpreter of
    /// TorchScript puts lines of its own before.
    /// </summary>
    public string? Shortage =>
        Words
            .Split('\n', StringSplitOptions.TrimEntries)
            .FirstOrDefault(line =>
                Array.Exists(s_shortages, words => line.Contains(words, StringComparison.OrdinalIgnoreCase))
            );
}
