using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Laptime.Core.Scripts;

/// <summary>
/// Reads inputs as people type them:
/// <c>[NAME=]SHAPE[:TYPE[:LOW..HIGH]]</c>, <c>[NAME=]list:[COUNT*]SHAPE[,SHAPE…][:TYPE[:LOW..HIGH]]</c>, <c>[NAME=]value:VALUE</c>.
/// A shape is <c>32x3x224x224</c>, in which <c>N</c> stands for the batch, or <c>scalar</c>.
/// </summary>
public static partial class ScriptInputText
{
    /// <summary>What an input looks like, for messages.</summary>
    public const string Form =
        "32x3x224x224, 8x128:int64:0..30522, mask=8x128:bool, list:3x320x320 or value:0.5 (N stands for the batch)";

    private const int MaximumDimensions = 12;
    private const int MaximumCopies = 10_000;
    private const long MaximumElements = 1L << 40;
    private const int LongestName = 60;
    private const int LongestValue = 200;

    /// <summary>Reads one input.</summary>
    /// <returns>The input, or why the text is none: a clause that follows "cannot be '…': ".</returns>
    public static (ScriptInput? Input, string? Complaint) Read(string text)
    {
        string rest = text.Trim();
        string? name = null;
        int equals = rest.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0 && !rest.StartsWith("value:", StringComparison.Ordinal))
        {
            name = rest[..equals];
            rest = rest[(equals + 1)..];
            if (!Names().IsMatch(name) || name.Length > LongestName)
            {
                return (null, "before the = stands the name of an argument, letters, digits and _");
            }
        }
        if (rest.StartsWith("value:", StringComparison.Ordinal))
        {
            return ReadValue(rest["value:".Length..], name);
        }
        bool isList = rest.StartsWith("list:", StringComparison.Ordinal);
        string[] parts = (isList ? rest["list:".Length..] : rest).Split(':');
        if (parts.Length > 3)
        {
            return (null, Form);
        }
        (ScriptInput? bare, string? complaint) = isList ? ReadList(parts[0]) : ReadTensor(parts[0]);
        return bare is null ? (null, complaint) : ReadElements(bare with { Name = name }, parts);
    }

    private static (ScriptInput?, string?) ReadTensor(string text) =>
        ReadShape(text) is { } shape ? (new ScriptInput { Shapes = [shape] }, null) : (null, Form);

    private static (ScriptInput?, string?) ReadList(string text)
    {
        int star = text.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
        {
            ImmutableArray<int>?[] shapes = [.. text.Split(',').Select(ReadShape)];
            if (shapes.Any(shape => shape is null))
            {
                return (null, Form);
            }
            return shapes.Length == 1
                ? (
                    new ScriptInput
                    {
                        IsList = true,
                        Shapes = [shapes[0]!.Value],
                        Copies = 1,
                    },
                    null
                )
                : (new ScriptInput { IsList = true, Shapes = [.. shapes.Select(shape => shape!.Value)] }, null);
        }
        return ReadSize(text[..star]) is { } copies and <= MaximumCopies && ReadShape(text[(star + 1)..]) is { } one
            ? (
                new ScriptInput
                {
                    IsList = true,
                    Shapes = [one],
                    Copies = copies,
                },
                null
            )
            : (null, Form);
    }

    private static (ScriptInput?, string?) ReadElements(ScriptInput input, string[] parts)
    {
        ScriptElement element = ScriptElement.Float32;
        if (parts.Length > 1)
        {
            if (ReadElement(parts[1]) is not { } read)
            {
                return (
                    null,
                    "its type is one of float32, float64, float16, bfloat16, int64, int32, int16, int8, uint8, bool"
                );
            }
            element = read;
        }
        (double, double)? range = null;
        if (parts.Length > 2)
        {
            if (element == ScriptElement.Bool || ReadRange(parts[2], element) is not { } ends)
            {
                return (null, "its range is LOW..HIGH, the upper end left out: 0..30522");
            }
            range = ends;
        }
        if (element == ScriptElement.UInt8)
        {
            range ??= (0, 256);
        }
        bool isWhole =
            element is ScriptElement.Int64 or ScriptElement.Int32 or ScriptElement.Int16 or ScriptElement.Int8;
        return isWhole && range is null
            ? (null, $"whole numbers need a range, the upper end left out: {input}:{ScriptInput.Word(element)}:0..1000")
            : (input with { Element = element, Range = range }, null);
    }

    private static (ScriptInput?, string?) ReadValue(string text, string? name)
    {
        string value = text.ToLowerInvariant() switch
        {
            "true" => "true",
            "false" => "false",
            "none" => "none",
            _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    && double.IsFinite(number) => text,
            _ => "",
        };
        return value.Length is > 0 and <= LongestValue
            ? (new ScriptInput { Name = name, Value = value }, null)
            : (null, "a value is a number, true, false or none");
    }

    private static ImmutableArray<int>? ReadShape(string text)
    {
        if (text == "scalar")
        {
            return [];
        }
        var sizes = ImmutableArray.CreateBuilder<int>();
        double elements = 1;
        foreach (string part in text.Split('x', 'X', '×'))
        {
            if (ReadSize(part) is not { } size)
            {
                return null;
            }
            sizes.Add(size);
            elements *= Math.Max(1, size);
        }
        return sizes.Count <= MaximumDimensions && elements <= MaximumElements ? sizes.ToImmutable() : null;
    }

    private static int? ReadSize(string text) =>
        text is "N" or "n" ? ScriptInput.Batch
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size >= 1 ? size
        : null;

    private static ScriptElement? ReadElement(string text) =>
        text.ToLowerInvariant() switch
        {
            "float" => ScriptElement.Float32,
            "double" => ScriptElement.Float64,
            "half" => ScriptElement.Float16,
            "long" or "int" => ScriptElement.Int64,
            "byte" => ScriptElement.UInt8,
            _ when int.TryParse(text, out _) => null,
            var word => Enum.TryParse(word, ignoreCase: true, out ScriptElement element) ? element : null,
        };

    private static (double Low, double High)? ReadRange(string text, ScriptElement element)
    {
        string[] ends = text.Split("..");
        if (
            ends.Length != 2
            || !double.TryParse(ends[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double low)
            || !double.TryParse(ends[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double high)
            || !(low < high)
            || !double.IsFinite(high - low)
        )
        {
            return null;
        }
        (double Least, double End)? limits = element switch
        {
            ScriptElement.UInt8 => (0, 256),
            ScriptElement.Int8 => (-128, 128),
            ScriptElement.Int16 => (-32768, 32768),
            ScriptElement.Int32 => (int.MinValue, int.MaxValue + 1.0),
            // Further out a double does not hold every whole number.
            ScriptElement.Int64 => (-(double)(1L << 53), 1L << 53),
            _ => null,
        };
        return limits is { } l && (low < l.Least || high > l.End || low % 1 != 0 || high % 1 != 0) ? null : (low, high);
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}
