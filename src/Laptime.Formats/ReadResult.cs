using System.Diagnostics.CodeAnalysis;

namespace Laptime.Formats;

/// <summary>What reading a text from outside gave: a value, or the reason why there is none.</summary>
/// <typeparam name="T">What was to be read.</typeparam>
public sealed class ReadResult<T>
    where T : class
{
    internal ReadResult(T value) => Value = value;

    internal ReadResult(FormatError error) => Error = error;

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsRead => Value is not null;

    /// <summary>The value; null if there is an error.</summary>
    public T? Value { get; }

    /// <summary>The first error met; null if there is a value.</summary>
    public FormatError? Error { get; }
}
