using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Laptime.Formats.Wire;

/// <summary>Reads a document from outside: its size, its syntax, its schema, its shape, its values, in that order.</summary>
internal static class Document
{
    public const int MaximumDepth = 16;

    /// <summary>Largest document that is read: some nine million blocks.</summary>
    public const int MaximumBytes = 1 << 29;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>A value, or the first thing that is wrong; never throws on account of the text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="schema">Schema that it has to declare; null for a text that declares none.</param>
    /// <param name="type">Serializer of the wire shape.</param>
    /// <param name="map">Checks the wire shape and makes a value of it; throws <see cref="InvalidFieldException"/>.</param>
    /// <param name="limits">How much it may hold; null: as much as fits into the largest document.</param>
    public static ReadResult<T> Read<TWire, T>(
        ReadOnlySpan<byte> utf8,
        string? schema,
        JsonTypeInfo<TWire> type,
        Func<TWire, Place, T> map,
        RunLimits? limits = null
    )
        where TWire : class
        where T : class
    {
        int most = limits?.Bytes ?? MaximumBytes;
        if (utf8.Length > most)
        {
            return new(new FormatError("$", $"larger than {most} bytes"));
        }
        if (utf8.StartsWith(ByteOrderMark))
        {
            utf8 = utf8[ByteOrderMark.Length..];
        }
        try
        {
            if (schema is not null && Schema.Mismatch(utf8, schema) is { } mismatch)
            {
                return new(mismatch);
            }
            if (limits is not null && Extent.Excess(utf8, limits) is { } excess)
            {
                return new(excess);
            }
            TWire wire = Place.Root.Required(JsonSerializer.Deserialize(utf8, type));
            return new(map(wire, Place.Root));
        }
        catch (InvalidFieldException e)
        {
            return new(e.Error);
        }
        catch (JsonException e)
        {
            return new(new FormatError(e.Path ?? "$", Explain(e)));
        }
    }

    private static string Explain(JsonException e)
    {
        string where = $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
        // A syntax error arrives either bare or wrapped; a wrong type has no inner exception but a path.
        return e.InnerException is JsonException || e.Path is null
            ? $"not JSON at {where}"
            : $"the value has the wrong type, is out of range or stands there twice ({where})";
    }
}
