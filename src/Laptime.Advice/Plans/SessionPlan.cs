using Laptime.Advice.Outlooks;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Plans;

/// <summary>How to do a job in sessions that end on their own.</summary>
public sealed record SessionPlan
{
    /// <summary>Limits that were planned for; null: there are none.</summary>
    public SessionLimits? Limits { get; init; }

    /// <summary>Work between two checkpoints.</summary>
    public required Seconds CheckpointEvery { get; init; }

    /// <summary>Whether the interval was chosen by the formula of Young and Daly rather than by the user.</summary>
    public required bool IsOptimum { get; init; }

    /// <summary>The time by which to stop and save, counted from the start of a session; null: no need to.</summary>
    public Seconds? StopAt { get; init; }

    /// <summary>Work done in a full session; null: all of it.</summary>
    public Seconds? WorkPerSession { get; init; }

    /// <summary>The whole, sessions following each other at once.</summary>
    public required RunSchedule Schedule { get; init; }

    /// <summary>Days from the first session to the last with so many sessions a day, the weekly quota kept.</summary>
    public required int CalendarDays { get; init; }

    /// <summary>
    /// Plans sessions.
    /// </summary>
    /// <param name="work">The work; finite.</param>
    /// <param name="scheduling">Set-up, checkpoints and limits; the interval may be open.</param>
    /// <param name="betweenInterruptions">Mean time between sessions that break off unexpectedly.</param>
    /// <param name="sessionsPerDay">Sessions that the user starts in a day; at least 1.</param>
    /// <returns>Null where no session is long enough for anything.</returns>
    public static SessionPlan? Of(Seconds work, Scheduling scheduling, Seconds betweenInterruptions, int sessionsPerDay)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sessionsPerDay);
        Seconds optimum = CheckpointInterval.Optimum(scheduling.CheckpointTakes, betweenInterruptions);
        Seconds every = scheduling.CheckpointEvery ?? optimum;
        if (scheduling.UsablePerSession is { } usable && usable < every)
        {
            every = usable;
        }
        if (every.Value <= 0)
        {
            return null;
        }
        Scheduling saving = scheduling with { CheckpointEvery = every };
        if (saving.Lay(work) is not { } schedule)
        {
            return null;
        }
        Seconds? perSession = saving.UsablePerSession is { } whole
            ? WorkIn(whole, every, saving.CheckpointTakes)
            : null;
        return new SessionPlan
        {
            Limits = scheduling.Limits,
            CheckpointEvery = every,
            IsOptimum = scheduling.CheckpointEvery is null && every == optimum,
            StopAt =
                scheduling.Limits?.SessionMaximum is { } longest && schedule.Sessions > 1
                    ? longest - scheduling.SessionMargin - scheduling.CheckpointTakes
                    : null,
            WorkPerSession = schedule.Sessions > 1 ? perSession : null,
            Schedule = schedule,
            CalendarDays = DaysOf(schedule, scheduling.Limits, sessionsPerDay),
        };
    }

    // In usable time u the work w and its checkpoints fit: w + C·⌈w/τ − 1⌉ ≤ u; near enough w = u·τ/(τ + C).
    private static Seconds WorkIn(Seconds usable, Seconds every, Seconds takes) =>
        usable * (every.Value / (every.Value + takes.Value));

    // A session a day or several, seven days a week, or fewer where the week's quota is spent before.
    private static int DaysOf(in RunSchedule schedule, SessionLimits? limits, int perDay)
    {
        double day = 24 * 3600;
        int byElapsed = (int)Math.Ceiling(schedule.Elapsed.Value / day);
        int bySessions = (schedule.Sessions + perDay - 1) / perDay;
        if (limits?.WeeklyGpuTime is not { Value: > 0 } quota || schedule.Running <= quota)
        {
            return Math.Max(byElapsed, bySessions);
        }
        double perSession = schedule.Running.Value / schedule.Sessions;
        double sessionsPerWeek = Math.Min(perDay * 7, quota.Value / perSession);
        double weeks = Math.Ceiling((schedule.Sessions / sessionsPerWeek) - 1e-9) - 1;
        double rest = Math.Ceiling((schedule.Sessions - (weeks * sessionsPerWeek)) / perDay);
        return Math.Max(byElapsed, (int)((weeks * 7) + rest));
    }
}
