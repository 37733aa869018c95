using System.Text.Json;
using Laptime.Core.Roofs;

namespace Laptime.Cli.Roofs;

/// <summary>How a reading travels from the process that made it: one JSON object. Both ends are this program.</summary>
internal static class RoofMessage
{
    public static byte[] Write(RoofReading reading)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            switch (reading)
            {
                case RoofReading.Measured measured:
                    json.WriteNumber("best", measured.Best);
                    json.WriteNumber("typical", measured.Typical);
                    json.WriteNumber("repetitions", measured.Repetitions);
                    json.WriteString("method", measured.Method);
                    break;
                case RoofReading.Unavailable unavailable:
                    json.WriteString("unavailable", unavailable.Reason);
                    break;
            }
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    /// <summary>Null if a process ended before it had written all of it.</summary>
    public static RoofReading? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            return root.TryGetProperty("unavailable", out JsonElement reason)
                ? new RoofReading.Unavailable(reason.GetString()!)
                : new RoofReading.Measured(
                    root.GetProperty("best").GetDouble(),
                    root.GetProperty("typical").GetDouble(),
                    root.GetProperty("repetitions").GetInt32(),
                    root.GetProperty("method").GetString()!
                );
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
