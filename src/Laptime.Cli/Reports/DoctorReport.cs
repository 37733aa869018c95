using Laptime.Cli.Terminal;
using Laptime.Torch.Engine;

namespace Laptime.Cli.Reports;

/// <summary>What was examined, how it is, and what mends it.</summary>
internal static class DoctorReport
{
    /// <summary>Name and version of the JSON schema; docs/json-output.md describes it.</summary>
    public const string Schema = "laptime.doctor/1";

    /// <summary>Whether nothing is missing that a run needs.</summary>
    public static bool CanRun(IEnumerable<DoctorLine> lines) => lines.All(line => line.State != DoctorState.Missing);

    /// <summary>Writes a row for each part, its remedy below it, and the verdict.</summary>
    public static void Write(IReadOnlyCollection<DoctorLine> lines, Screen screen)
    {
        Table table = new(new Column(""), new Column(""), new Column("", Wraps: true));
        foreach (DoctorLine line in lines)
        {
            table.Add(Label(line.State), new Cell(line.Subject, Style.Bold), line.Found);
            if (line.Remedy is { } remedy)
            {
                table.Add("", "", new Cell(remedy, Style.Dim));
            }
        }
        table.Write(screen);
        screen.Results.WriteLine();
        screen.Results.WriteLine(
            CanRun(lines)
                ? $"{screen.Ink.Write("Ready.", Style.Good)} Measure this machine with: laptime run"
                : $"{screen.Ink.Write("Not ready.", Style.Bad)} Mend what is missing above, then: laptime doctor"
        );
    }

    /// <summary>Writes the same as JSON.</summary>
    public static void WriteJson(IReadOnlyCollection<DoctorLine> lines, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                json.WriteBoolean("can_run", CanRun(lines));
                json.WriteStartArray("checks");
                foreach (DoctorLine line in lines)
                {
                    json.WriteStartObject();
                    json.WriteString("subject", line.Subject);
                    json.WriteString("state", Label(line.State).Text);
                    json.WriteString("found", line.Found);
                    json.WriteKnown("remedy", line.Remedy);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            },
            screen
        );

    private static Cell Label(DoctorState state) =>
        state switch
        {
            DoctorState.Ok => new Cell("ok", Style.Good),
            DoctorState.Warning => new Cell("warning", Style.Warning),
            DoctorState.Missing => new Cell("missing", Style.Bad),
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };
}
