using Laptime.Advice.Jobs;
using Laptime.Advice.Markets;
using Laptime.Cli.Terminal;

namespace Laptime.Cli.Reports;

/// <summary>What stands above and below every answer about offers: the job, the market, what was left out and assumed.</summary>
internal static class AdviceHead
{
    /// <summary>The job and the market.</summary>
    public static void Write(Job job, Market market, int configurations, Screen screen)
    {
        screen.Results.WriteLine(screen.Ink.Write(AdviceText.Describe(job), Style.Bold));
        WriteDim(MarketText.Describe(market, configurations), screen);
        screen.Results.WriteLine();
    }

    /// <summary>What was assumed, each thing once.</summary>
    public static void WriteNotes(IEnumerable<string> notes, Screen screen)
    {
        string[] all = [.. notes.Distinct(StringComparer.Ordinal)];
        if (all.Length == 0)
        {
            return;
        }
        screen.Results.WriteLine();
        foreach (string note in all)
        {
            WriteDim(note, screen);
        }
    }

    /// <summary>A line of minor importance, wrapped.</summary>
    public static void WriteDim(string text, Screen screen)
    {
        foreach (string line in Prose.Wrap(text, screen.Width))
        {
            screen.Results.WriteLine(screen.Ink.Write(line, Style.Dim));
        }
    }
}
