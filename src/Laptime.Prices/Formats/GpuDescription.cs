using System.Globalization;

namespace Laptime.Prices.Formats;

/// <summary>
/// SkyPilot's column GpuInfo: JSON, the text of a Python dictionary, or the bare name of the device. Only two things
/// count in it, and they are found without parsing.
/// </summary>
internal static class GpuDescription
{
    /// <summary>A name, if it tells one, and the size as written: MiB, or GiB in RunPod's lists.</summary>
    public static (string? Name, decimal? Size) Read(string text)
    {
        if (!text.StartsWith('{'))
        {
            return (Fields.TextOrNull(text), null);
        }
        return (Name(text), Size(text));
    }

    private static string? Name(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf("Name"); at > 0; at = text.IndexOf("Name"))
        {
            var quote = text[at - 1];
            var rest = text[(at + 4)..];
            text = rest;
            if (quote is not ('\'' or '"') || rest.IsEmpty || rest[0] != quote)
            {
                continue;
            }
            rest = rest[1..].TrimStart(" :");
            if (!rest.IsEmpty && rest[0] is '\'' or '"')
            {
                var end = rest[1..].IndexOf(rest[0]);
                return end > 0 ? rest.Slice(1, end).ToString() : null;
            }
        }
        return null;
    }

    private static decimal? Size(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf("SizeInMiB");
        if (at < 0)
        {
            return null;
        }
        var rest = text[(at + 9)..].TrimStart("'\": ");
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        return
            decimal.TryParse(
                end < 0 ? rest : rest[..end],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var size
            )
            && size > 0
            ? size
            : null;
    }
}
