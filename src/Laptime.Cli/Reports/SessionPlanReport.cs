using System.Text.Json;
using Laptime.Advice.Plans;
using Laptime.Answers.Offers;
using Laptime.Cli.Terminal;

namespace Laptime.Cli.Reports;

/// <summary>A plan of sessions.</summary>
internal static class SessionPlanReport
{
    private const string Schema = "laptime.plan/1";

    /// <summary>Writes the plan, or why there is none.</summary>
    public static void Write(SessionQuestion question, IEnumerable<string> notes, bool asJson, Screen screen)
    {
        if (asJson)
        {
            WriteJson(question, screen);
            return;
        }
        screen.Results.WriteLine(screen.Ink.Write(SessionText.Title(question), Style.Bold));
        AdviceHead.WriteDim(SessionText.Work(question), screen);
        AdviceHead.WriteDim(SessionText.Limits(question.Now.Limits), screen);
        screen.Results.WriteLine();
        if (question.Now.Typical is not { } plan)
        {
            screen.Results.WriteLine(SessionText.Impossible);
            return;
        }
        WritePlan(question, plan, screen);
        WriteOtherwise(question, screen);
        AdviceHead.WriteNotes([.. notes, .. SessionText.Notes(question, plan)], screen);
    }

    private static void WritePlan(SessionQuestion question, SessionPlan plan, Screen screen)
    {
        Table table = new(new Column(""), new Column(""), new Column("", Wraps: true));
        foreach ((string name, string value, string remark) in SessionText.Lines(question, plan))
        {
            table.Add(name, name is "sessions" or "in days" ? new Cell(value, Style.Bold) : value, remark);
        }
        table.Write(screen);
    }

    private static void WriteOtherwise(SessionQuestion question, Screen screen)
    {
        if (question.Otherwise.IsEmpty)
        {
            return;
        }
        screen.Results.WriteLine();
        Table table = new(
            new Column("Under other limits", Wraps: true),
            new Column("Sessions", IsNumber: true),
            new Column("Days", IsNumber: true),
            new Column("At once", IsNumber: true)
        );
        foreach (PlannedSessions other in question.Otherwise)
        {
            table.Add(
                SessionText.Limits(other.Limits),
                other.Typical is { } plan ? $"{plan.Schedule.Sessions}" : "impossible",
                other.Typical is { } days ? $"{days.CalendarDays}" : "",
                other.Typical is { } elapsed ? AdviceText.Time(elapsed.Schedule.Elapsed) : ""
            );
        }
        table.Write(screen);
    }

    private static void WriteJson(SessionQuestion question, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                AdviceJson.WriteJob(json, question.Job);
                json.WriteString("provider", question.Plan.Provider.Id);
                json.WriteKnown("device", question.Offer.Device);
                json.WriteNumber("work_seconds", question.Work.Typical.Value);
                json.WriteNumber("work_seconds_low", question.Work.Range.Low.Value);
                AdviceJson.WriteKnown(json, "work_seconds_high", question.Work.Range.High.Value);
                AdviceJson.WriteEvidence(json, question.Work.Evidence);
                json.WriteNumber("between_interruptions_seconds", question.BetweenInterruptions.Value);
                json.WriteStartObject("plan");
                WritePlanned(json, question.Now);
                json.WriteEndObject();
                json.WriteStartArray("under_other_limits");
                foreach (PlannedSessions other in question.Otherwise)
                {
                    json.WriteStartObject();
                    WritePlanned(json, other);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            },
            screen
        );

    private static void WritePlanned(Utf8JsonWriter json, PlannedSessions planned)
    {
        json.WriteKnown("tier", planned.Limits?.Tier);
        AdviceJson.WriteKnown(json, "session_maximum_seconds", planned.Limits?.SessionMaximum?.Value);
        AdviceJson.WriteKnown(json, "idle_timeout_seconds", planned.Limits?.IdleTimeout?.Value);
        AdviceJson.WriteKnown(json, "weekly_gpu_seconds", planned.Limits?.WeeklyGpuTime?.Value);
        json.WriteKnown("limits_as_of", planned.Limits?.Source.AsOf is { } day ? AdviceJson.Day(day) : null);
        json.WriteBoolean("possible", planned.Typical is not null);
        if (planned.Typical is { } plan)
        {
            json.WriteNumber("sessions", plan.Schedule.Sessions);
            AdviceJson.WriteKnown(json, "sessions_high", planned.Slow?.Schedule.Sessions);
            AdviceJson.WriteKnown(json, "work_per_session_seconds", plan.WorkPerSession?.Value);
            AdviceJson.WriteKnown(json, "stop_at_seconds", plan.StopAt?.Value);
            json.WriteNumber("checkpoint_every_seconds", plan.CheckpointEvery.Value);
            json.WriteNumber("elapsed_seconds", plan.Schedule.Elapsed.Value);
            json.WriteNumber("waiting_seconds", plan.Schedule.Waiting.Value);
            json.WriteNumber("calendar_days", plan.CalendarDays);
        }
    }
}
