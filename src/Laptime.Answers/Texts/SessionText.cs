using System.Globalization;
using Laptime.Advice.Plans;
using Laptime.Answers.Offers;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Answers.Texts;

/// <summary>Plans of sessions in few words.</summary>
public static class SessionText
{
    /// <summary>Why there is no plan.</summary>
    public const string Impossible = "No session is long enough: set-up, a checkpoint and the margin fill it.";

    /// <summary>The job and the place.</summary>
    public static string Title(SessionQuestion question) =>
        $"{AdviceText.Describe(question.Job)}, on {question.Plan.Provider.Name}";

    /// <summary>The work there is, and what is known of it.</summary>
    public static string Work(SessionQuestion question) =>
        $"{AdviceText.Devices(question.Offer, question.Desk.Catalog)}: {(question.Work.IsAtLeast ? "at least " : "")}{AdviceText.Time(question.Work.Typical)} of work ({AdviceText.Range(question.Work.Range)}), {AdviceText.Evidence(question.Work.Evidence)}.";

    /// <summary>The plan, a line each: what, how much, remark.</summary>
    public static IEnumerable<(string Name, string Value, string Remark)> Lines(
        SessionQuestion question,
        SessionPlan plan
    )
    {
        SessionPlan? slow = question.Now.Slow;
        yield return (
            "sessions",
            $"{plan.Schedule.Sessions}",
            slow is not null && slow.Schedule.Sessions > plan.Schedule.Sessions ? $"up to {slow.Schedule.Sessions}" : ""
        );
        if (plan.WorkPerSession is { } work)
        {
            yield return ("work in each", AdviceText.Time(work), "");
        }
        if (plan.StopAt is { } stop)
        {
            yield return (
                "stop and save",
                $"{Clock(stop)} after the start",
                $"a checkpoint and {AdviceText.Time(question.Scheduling.SessionMargin)} to spare"
            );
        }
        yield return (
            "checkpoint",
            $"every {AdviceText.Time(plan.CheckpointEvery)}",
            plan.IsOptimum ? "√(2 × time to write one × time between interruptions) (Young, Daly)" : ""
        );
        yield return ("at once", AdviceText.Time(plan.Schedule.Elapsed), "one session after the other, day and night");
        yield return (
            "in days",
            $"{plan.CalendarDays}",
            $"{(question.SessionsPerDay == 1 ? "a session" : $"{question.SessionsPerDay} sessions")} a day"
                + (slow is not null && slow.CalendarDays > plan.CalendarDays ? $"; up to {slow.CalendarDays}" : "")
        );
        if (plan.Schedule.Waiting.Value > 0)
        {
            yield return (
                "waiting",
                AdviceText.Time(plan.Schedule.Waiting),
                "for the next week's quota, if started at once"
            );
        }
    }

    /// <summary>What to keep in mind.</summary>
    public static IEnumerable<string> Notes(SessionQuestion question, SessionPlan plan)
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
            yield return $"That it gives this device is of {CatalogText.Date(day)} ({question.Offer.Source.Id}); nothing newer is known.";
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

    /// <summary>Limits of sessions with their source.</summary>
    public static string Limits(SessionLimits? limits)
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
        string when = limits.Source.AsOf is { } day ? $", as of {CatalogText.Date(day)}" : "";
        return $"{tier}{string.Join(", ", parts.OfType<string>())} ({limits.Source.Id}{when}).";
    }

    /// <summary>A time within a session: <c>8 h 55 min</c>.</summary>
    public static string Clock(Seconds time)
    {
        TimeSpan span = time.ToTimeSpan();
        return string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes:00} min");
    }
}
