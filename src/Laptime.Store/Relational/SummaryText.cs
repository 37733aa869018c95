using System.Globalization;
using System.Text;
using Laptime.Core.Runs;

namespace Laptime.Store.Relational;

/// <summary>How what a list shows is kept in columns.</summary>
internal static class SummaryText
{
    /// <summary>As in the documents: UTC with all digits, so that it sorts as text.</summary>
    public static string Of(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Small letters for ASCII's capitals, as SQLite's lower() has them: a migration in SQL must give the same.</summary>
    public static string Lower(string text) =>
        string.Create(
            text.Length,
            text,
            static (span, source) =>
            {
                for (int i = 0; i < span.Length; i++)
                {
                    span[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
                }
            }
        );

    /// <summary>PostgreSQL's text has no zero character; nobody will miss it in a list.</summary>
    public static string Storable(string text) => text.Replace('\0', '\uFFFD');

    /// <summary>Device of the first case.</summary>
    public static string DeviceOf(Run run) => run.Suite.Cases.FirstOrDefault()?.Device.ToString() ?? "cpu";

    /// <summary>Where the words of a query are looked for.</summary>
    public static string Search(Run run)
    {
        StringBuilder text = new();
        foreach (
            string? part in new[] { run.Platform.HostName, RunSummary.DeviceModelOf(run), run.Suite.Name, run.Note }
        )
        {
            text.Append(part).Append('\n');
        }
        return Lower(text.ToString());
    }
}
