using Laptime.Cli.Terminal;
using Laptime.Core.Findings;

namespace Laptime.Cli.Reports;

/// <summary>Findings as people read them: how grave, what was seen, what to do.</summary>
internal static class FindingReport
{
    /// <summary>Writes one finding after the other; nothing if there are none.</summary>
    public static void Write(IEnumerable<Finding> findings, Screen screen)
    {
        Table table = new(new Column(""), new Column("", Wraps: true));
        foreach (Finding finding in findings)
        {
            table.Add(Label(finding.Severity), $"{finding.Message} [{finding.Code}]");
            if (finding.Advice is { } advice)
            {
                table.Add("", new Cell(advice, Style.Dim));
            }
        }
        if (!table.IsEmpty)
        {
            screen.Results.WriteLine();
            table.Write(screen);
        }
    }

    private static Cell Label(Severity severity) =>
        severity switch
        {
            Severity.Invalid => new Cell("invalid", Style.Bad),
            Severity.Warning => new Cell("warning", Style.Warning),
            _ => new Cell("note", Style.Bold),
        };
}
