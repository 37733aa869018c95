using Laptime.Observation.Output;
using Laptime.Observation.Signs;

namespace Laptime.Observation.Tests;

/// <summary>A recording played back, a redrawn line or a printed one each tenth of a second.</summary>
internal static class Recording
{
    public const long Frequency = 10;

    public static SignLog Play(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Recordings", name));
        SignLog log = new(Recognisers.All);
        long ticks = 0;
        int start = 0;
        while (start < bytes.Length)
        {
            int length = bytes.AsSpan(start).IndexOfAny((byte)'\r', (byte)'\n');
            length = length < 0 ? bytes.Length - start : length + 1;
            log.Add(1, ++ticks, bytes.AsSpan(start, length));
            start += length;
        }
        log.Close();
        return log;
    }
}
