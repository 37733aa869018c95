using Laptime.Cli.Terminal;
using Laptime.Core.Platforms;

namespace Laptime.Cli.Reports;

/// <summary>A platform as people read it: a line or two for each part, then what could not be read and why.</summary>
internal static class PlatformReport
{
    /// <summary>Writes all that is known.</summary>
    public static void Write(PlatformFacts facts, Screen screen)
    {
        Table table = new(new Column(""), new Column("", Wraps: true));
        foreach ((string name, string text) in PlatformText.Lines(facts))
        {
            table.Add(new Cell(name, Style.Bold), text);
        }
        table.Write(screen);
        WriteUnreadable(facts, screen);
    }

    private static void WriteUnreadable(PlatformFacts facts, Screen screen)
    {
        if (facts.Unreadable.IsEmpty)
        {
            return;
        }
        screen.Results.WriteLine();
        screen.Results.WriteLine(screen.Ink.Write("Not readable here", Style.Dim));
        Table table = new(new Column(""), new Column(""), new Column("", Wraps: true));
        foreach ((string fact, string reason) in facts.Unreadable)
        {
            table.Add("", new Cell(fact, Style.Dim), new Cell(reason, Style.Dim));
        }
        table.Write(screen);
    }
}
