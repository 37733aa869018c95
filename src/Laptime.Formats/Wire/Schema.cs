using System.Globalization;
using System.Text.Json;

namespace Laptime.Formats.Wire;

/// <summary>Compares the schema that a document declares with the one that is wanted: <c>laptime.run/1</c>.</summary>
internal static class Schema
{
    /// <summary>Why the document is of no use; null if it declares <paramref name="wanted"/>.</summary>
    /// <exception cref="JsonException">Not JSON.</exception>
    public static FormatError? Mismatch(ReadOnlySpan<byte> utf8, string wanted)
    {
        string? declared = Declared(utf8);
        if (declared == wanted)
        {
            return null;
        }
        if (declared is null)
        {
            return new FormatError("$.schema", $"missing: a document of Laptime says \"{wanted}\" here");
        }
        (string name, int version) = Split(wanted);
        (string declaredName, int declaredVersion) = Split(declared);
        return new FormatError(
            "$.schema",
            declaredName == name && declaredVersion > version
                ? $"\"{Shorten(declared)}\" was written by a newer Laptime; this one reads \"{wanted}\": update it"
                : $"\"{Shorten(declared)}\" is not \"{wanted}\""
        );
    }

    private static string? Declared(ReadOnlySpan<byte> utf8)
    {
        Utf8JsonReader reader = new(utf8, new JsonReaderOptions { MaxDepth = Document.MaximumDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isSchema = reader.ValueTextEquals("schema"u8);
            reader.Read();
            if (isSchema)
            {
                return reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped
                    ? System.Text.Encoding.UTF8.GetString(reader.ValueSpan)
                    : null;
            }
            reader.Skip();
        }
        return null;
    }

    private static (string Name, int Version) Split(string schema)
    {
        int slash = schema.LastIndexOf('/');
        return
            slash >= 0
            && int.TryParse(schema.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            ? (schema[..slash], version)
            : (schema, 0);
    }

    private static string Shorten(string text)
    {
        string clean = string.Concat(text.Where(c => !char.IsControl(c)));
        return clean.Length <= 60 ? clean : clean[..60] + "…";
    }
}
