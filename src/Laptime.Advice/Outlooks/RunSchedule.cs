using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Outlooks;

/// <summary>What surrounds the work on a machine. The parts of <see cref="Elapsed"/> add up to it.</summary>
public readonly record struct RunSchedule
{
    /// <summary>The work itself.</summary>
    public required Seconds Work { get; init; }

    /// <summary>Setting up, at the start of every session.</summary>
    public required Seconds Setup { get; init; }

    /// <summary>Writing checkpoints.</summary>
    public required Seconds Checkpoints { get; init; }

    /// <summary>Work lost by interruptions, and the set-ups after them.</summary>
    public required Seconds Lost { get; init; }

    /// <summary>Waiting for the next week's quota.</summary>
    public required Seconds Waiting { get; init; }

    /// <summary>Sessions, 1 where nothing limits them.</summary>
    public required int Sessions { get; init; }

    /// <summary>Interruptions, on the average.</summary>
    public required double Restarts { get; init; }

    /// <summary>Time on the machine: what is billed.</summary>
    public Seconds Running => Work + Setup + Checkpoints + Lost;

    /// <summary>From the start to the result.</summary>
    public Seconds Elapsed => Running + Waiting;
}

/// <summary>Lays work out over sessions and around interruptions.</summary>
public sealed record Scheduling
{
    private const double Week = 7 * 24 * 3600;

    /// <summary>Set-up of every session.</summary>
    public required Seconds Setup { get; init; }

    /// <summary>Work between two checkpoints; null: none are written but at the end of a limited session.</summary>
    public Seconds? CheckpointEvery { get; init; }

    /// <summary>Time to write one.</summary>
    public required Seconds CheckpointTakes { get; init; }

    /// <summary>Time kept free at the end of a limited session, besides a checkpoint.</summary>
    public required Seconds SessionMargin { get; init; }

    /// <summary>Interruptions per hour; 0: none.</summary>
    public double InterruptionsPerHour { get; init; }

    /// <summary>Limits of a session; null: none.</summary>
    public SessionLimits? Limits { get; init; }

    /// <summary>Time of a session in which the job runs, its checkpoints included; null: no limit.</summary>
    public Seconds? UsablePerSession =>
        Limits?.SessionMaximum is { } longest ? longest - Setup - SessionMargin - CheckpointTakes : null;

    /// <summary>
    /// The schedule of some work with the interruptions expected; null where no session is long enough for anything.
    /// </summary>
    public RunSchedule? Lay(Seconds work)
    {
        if (double.IsPositiveInfinity(work.Value))
        {
            return null;
        }
        Seconds checkpoints = CheckpointTakes * Math.Max(0, SegmentsOf(work) - 1);
        int sessions = 1;
        if (UsablePerSession is { } usable)
        {
            if (usable.Value <= 0)
            {
                return null;
            }
            double needed = Math.Ceiling((work + checkpoints) / usable - 1e-9);
            if (needed > 1_000_000)
            {
                return null;
            }
            sessions = Math.Max(1, (int)needed);
            // Every session but the last ends with a checkpoint of its own.
            checkpoints += CheckpointTakes * (sessions - 1);
        }
        RunSchedule schedule = new()
        {
            Work = work,
            Setup = Setup * sessions,
            Checkpoints = checkpoints,
            Lost = Seconds.Zero,
            Waiting = Seconds.Zero,
            Sessions = sessions,
            Restarts = 0,
        };
        if (InterruptionsOf(work) is { } interruptions)
        {
            schedule = schedule with { Lost = interruptions.ExpectedLoss, Restarts = interruptions.ExpectedCount };
        }
        return schedule with { Waiting = WaitingFor(schedule.Running) };
    }

    /// <summary>The interruptions of some work; null where there are none.</summary>
    public Interruptions? InterruptionsOf(Seconds work)
    {
        if (InterruptionsPerHour <= 0 || work.Value <= 0)
        {
            return null;
        }
        int segments = SegmentsOf(work);
        return new Interruptions(work + CheckpointTakes * (segments - 1), segments, Setup, InterruptionsPerHour);
    }

    /// <summary>Time spent waiting where only so much may run in a week, from a fresh week on.</summary>
    public Seconds WaitingFor(Seconds running)
    {
        if (Limits?.WeeklyGpuTime is not { Value: > 0 } quota || !double.IsFinite(running.Value))
        {
            return Seconds.Zero;
        }
        double weeks = Math.Max(0, Math.Ceiling(running / quota - 1e-9) - 1);
        return new Seconds(weeks * (Week - quota.Value));
    }

    private int SegmentsOf(Seconds work) =>
        CheckpointEvery is { Value: > 0 } every ? (int)Math.Clamp(Math.Ceiling(work / every - 1e-9), 1, 1_000_000) : 1;
}
