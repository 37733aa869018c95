using System.Globalization;
using System.Text.Json;
using Laptime.Advice.Plans;
using Laptime.Answers.Offers;
using Laptime.Cli.Terminal;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

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
        screen.Results.WriteLine(
            screen.Ink.Write($"{AdviceText.Describe(question.Job)}, on {question.Plan.Provider.Name}", Style.Bold)
        );
        AdviceHead.WriteDim(
            $"{AdviceText.Devices(question.Offer, question.Desk.Catalog)}: {(question.Work.IsAtLeast ? "at least " : "")}{AdviceText.Time(question.Work.Typical)} of work ({AdviceText.Range(question.Work.Range)}), {AdviceText.Evidence(question.Work.Evidence)}.",
            screen
        );
        AdviceHead.WriteDim(Limits(question.Now.Limits), screen);
        screen.Results.WriteLine();
        if (question.Now.Typical is not { } plan)
        {
            screen.Results.WriteLine("No session is long enough: set-up, a checkpoint and the margin fill it.");
            return;
        }
        WritePlan(question, plan, screen);
        WriteOtherwise(question, screen);
        AdviceHead.WriteNotes([.. notes, .. Notes(question, plan)], screen);
    }

    private static void WritePlan(SessionQuestion question, SessionPlan plan, Screen screen)
    {
        SessionPlan? slow = question.Now.Slow;
        Table table = new(new Column(""), new Column(""), new Column("", Wraps: true));
        table.Add(
            "sessions",
            new Cell($"{plan.Schedule.Sessions}", Style.Bold),
            slow is not null && slow.Schedule.Sessions > plan.Schedule.Sessions ? $"up to {slow.Schedule.Sessions}" : ""
        );
        if (plan.WorkPerSession is { } work)
        {
            table.Add("work in each", AdviceText.Time(work), "");
        }
        if (plan.StopAt is { } stop)
        {
            table.Add(
                "stop and save",
                $"{Clock(stop)} after the start",
                $"a checkpoint and {AdviceText.Time(question.Scheduling.SessionMargin)} to spare"
            );
        }
        table.Add(
            "checkpoint",
            $"every {AdviceText.Time(plan.CheckpointEvery)}",
            plan.IsOptimum ? "√(2 × time to write one × time between interruptions) (Young, Daly)" : ""
        );
        table.Add("at once", AdviceText.Time(plan.Schedule.Elapsed), "one session after the other, day and night");
        table.Add(
            "in days",
            new Cell($"{plan.CalendarDays}", Style.Bold),
            $"{(question.SessionsPerDay == 1 ? "a session" : $"{question.SessionsPerDay} sessions")} a day"
                + (slow is not null && slow.CalendarDays > plan.CalendarDays ? $"; up to {slow.CalendarDays}" : "")
        );
        if (plan.Schedule.Waiting.Value > 0)
        {
            table.Add(
                "waiting",
                AdviceText.Time(plan.Schedule.Waiting),
                "for the next week's quota, if started at once"
            );
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
                Limits(other.Limits),
                other.Typical is { } plan ? $"{plan.Schedule.Sessions}" : "impossible",
                other.Typical is { } days ? $"{days.CalendarDays}" : "",
                other.Typical is { } elapsed ? AdviceText.Time(elapsed.Schedule.Elapsed) : ""
            );
        }
        table.Write(screen);
    }

    private static IEnumerable<string> Notes(SessionQuestion question, SessionPlan plan)
    {
        if (question.Now.Limits?.IdleTimeout is { } idle)
        {
            yield return $"An idle session ends after {AdviceText.Time(idle)}: keep it busy, or come back in time.";
        }
        if (question.Now.Limits?.Note is { } note)
        {
            yield return $"The source adds: {note}.";
        }
        if (question.Offer.Source.AsOf is { } day && question.Desk.Market.AsOf.DayNumber - day.DayNumber > 730)
        {
            yield return $"That it gives this device is of {AdviceJson.Day(day)} ({question.Offer.Source.Id}); nothing newer is known.";
        }
        if (plan.IsOptimum)
        {
            yield return $"Once in {AdviceText.Time(question.BetweenInterruptions)} a session is taken to break off (--between-interruptions).";
        }
        if (question.Job.SetupTime is null && question.Plan.Provider.SetupTime is null)
        {
            yield return $"{AdviceText.Time(question.Scheduling.Setup)} to set up each session are assumed (--setup).";
        }
        yield return "The range of the work holds nine times in ten.";
    }

    private static string Limits(SessionLimits? limits)
    {
        if (limits is null)
        {
            return "No limits of sessions are known.";
        }
        string?[] parts =
        [
            limits.SessionMaximum is { } longest ? $"sessions of {AdviceText.Time(longest)}" : null,
            limits.IdleTimeout is { } idle ? $"{AdviceText.Time(idle)} idle" : null,
            limits.WeeklyGpuTime is { } weekly
                ? string.Create(CultureInfo.InvariantCulture, $"{weekly.Value / 3600:0.#} h a week")
                : null,
        ];
        string tier = limits.Tier is { } name ? $"{name}: " : "";
        string when = limits.Source.AsOf is { } day ? $", as of {AdviceJson.Day(day)}" : "";
        return $"{tier}{string.Join(", ", parts.OfType<string>())} ({limits.Source.Id}{when}).";
    }

    private static string Clock(Seconds time)
    {
        TimeSpan span = time.ToTimeSpan();
        return string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes:00} min");
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
