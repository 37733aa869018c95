using System.Text;
using System.Text.Json;
using Laptime.Cli.Terminal;

namespace Laptime.Cli.Reports;

/// <summary>One JSON document on a line of its own, for other programs. What is not known is left out.</summary>
internal static class JsonReport
{
    /// <summary>Writes a document that is UTF-8 already.</summary>
    public static void Write(ReadOnlySpan<byte> utf8, Screen screen) =>
        screen.Results.WriteLine(Encoding.UTF8.GetString(utf8));

    /// <summary>Writes an object.</summary>
    /// <param name="members">Writes its members.</param>
    /// <param name="screen">Where to.</param>
    public static void Write(Action<Utf8JsonWriter> members, Screen screen)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        Write(stream.GetBuffer().AsSpan(0, (int)stream.Length), screen);
    }

    /// <summary>Writes a member, unless its value is not known.</summary>
    public static void WriteKnown(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
