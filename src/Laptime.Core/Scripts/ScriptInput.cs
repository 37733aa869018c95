using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Laptime.Core.Scripts;

/// <summary>Type of the elements of an input.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names are those of the element types everywhere.")]
public enum ScriptElement
{
    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>Double precision.</summary>
    Float64,

    /// <summary>IEEE half precision.</summary>
    Float16,

    /// <summary>Brain float.</summary>
    BFloat16,

    /// <summary>Signed, 64 bits.</summary>
    Int64,

    /// <summary>Signed, 32 bits.</summary>
    Int32,

    /// <summary>Signed, 16 bits.</summary>
    Int16,

    /// <summary>Signed, 8 bits.</summary>
    Int8,

    /// <summary>Unsigned, 8 bits.</summary>
    UInt8,

    /// <summary>True or false.</summary>
    Bool,
}

/// <summary>
/// An argument of a program's <c>forward</c>, described so that it can be made anew anywhere: a tensor, a list of
/// tensors, or a plain value.
/// </summary>
public sealed record ScriptInput
{
    /// <summary>A size that is the batch of the case.</summary>
    public const int Batch = -1;

    /// <summary>Name of the argument, or key of the entry where <c>forward</c> takes a dict; null: by its place.</summary>
    public string? Name { get; init; }

    /// <summary>Shapes: one for a tensor, several for a list of different ones; <see cref="Batch"/> among the sizes is the batch. Empty for a value.</summary>
    public ImmutableArray<ImmutableArray<int>> Shapes { get; init; } = [];

    /// <summary>Tensors of the one shape in a list; <see cref="Batch"/>: as many as the batch. Null: no list, or one of several shapes.</summary>
    public int? Copies { get; init; }

    /// <summary>Whether it is a list of tensors.</summary>
    public bool IsList { get; init; }

    /// <summary>Type of the elements.</summary>
    public ScriptElement Element { get; init; }

    /// <summary>
    /// Range that elements are drawn from, evenly, the upper end left out. Null: normally distributed with mean 0 and
    /// deviation 1; truth values even.
    /// </summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>A plain value as it is written: <c>3</c>, <c>0.5</c>, <c>true</c>, <c>none</c>; null for tensors.</summary>
    public string? Value { get; init; }

    /// <summary>Whether its size follows the batch.</summary>
    public bool FollowsBatch => Copies == Batch || Shapes.Any(shape => shape.Contains(Batch));

    /// <summary>The description that <see cref="ScriptInputText"/> reads; the same for the same input.</summary>
    public override string ToString()
    {
        string name = Name is null ? "" : $"{Name}=";
        if (Value is not null)
        {
            return $"{name}value:{Value}";
        }
        string shapes = string.Join(',', Shapes.Select(Text));
        string list =
            !IsList ? ""
            : Copies is { } copies ? $"list:{Size(copies)}*"
            : "list:";
        string element = Element == ScriptElement.Float32 && Range is null ? "" : $":{Word(Element)}";
        string range = Range is { } ends
            ? string.Create(CultureInfo.InvariantCulture, $":{ends.Low}..{ends.High}")
            : "";
        return $"{name}{list}{shapes}{element}{range}";
    }

    /// <summary>The shapes of the tensors for a batch, in order; empty for a value.</summary>
    public ImmutableArray<ImmutableArray<int>> ShapesFor(int batch)
    {
        ImmutableArray<ImmutableArray<int>> sized =
        [
            .. Shapes.Select(shape => shape.Select(size => size == Batch ? batch : size).ToImmutableArray()),
        ];
        return Copies is { } copies ? [.. Enumerable.Repeat(sized[0], copies == Batch ? batch : copies)] : sized;
    }

    internal static string Word(ScriptElement element) => element.ToString().ToLowerInvariant();

    private static string Text(ImmutableArray<int> shape) =>
        shape.IsEmpty ? "scalar" : string.Join('x', shape.Select(Size));

    private static string Size(int size) => size == Batch ? "N" : size.ToString(CultureInfo.InvariantCulture);
}
