using Laptime.Advice.Outlooks;
using Laptime.Advice.Plans;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Tests.Plans;

public class SessionPlanTests
{
    private static readonly Seconds Hour = new(3600);

    [Fact]
    public void Of_SessionsAndQuota_KeepsEveryLimit()
    {
        Random random = new(9);
        for (int round = 0; round < 2_000; round++)
        {
            Scheduling scheduling = Around(
                1 + (random.NextDouble() * 23),
                random.Next(2) == 0 ? null : 5 + random.Next(40)
            );
            Seconds work = Hour * (random.NextDouble() * 200);
            if (SessionPlan.Of(work, scheduling, Hour * 12, 1 + random.Next(4)) is not { } plan)
            {
                continue;
            }
            RunSchedule schedule = plan.Schedule;
            // What has to go into the sessions goes into them, and one fewer would not do.
            double usable = scheduling.UsablePerSession!.Value.Value;
            double needed = work.Value + (schedule.Checkpoints.Value - (30 * (schedule.Sessions - 1)));
            (schedule.Sessions * usable).ShouldBeGreaterThanOrEqualTo(needed - 1e-3);
            ((schedule.Sessions - 1) * usable).ShouldBeLessThan(needed + 1e-3);
            if (scheduling.Limits!.WeeklyGpuTime is { } quota)
            {
                double weeks = Math.Ceiling(schedule.Elapsed.Value / (7 * 24 * 3600));
                schedule.Running.Value.ShouldBeLessThanOrEqualTo((weeks * quota.Value) + 1e-3);
            }
            plan.CalendarDays.ShouldBeGreaterThanOrEqualTo((int)Math.Floor(schedule.Elapsed.Value / 86_400));
        }
    }

    [Fact]
    public void Of_JobLeavesTheIntervalOpen_TakesTheOptimumButNotMoreThanASession()
    {
        SessionPlan plan = SessionPlan.Of(Hour * 30, Around(12, null), Hour * 12, 1)!;

        plan.CheckpointEvery.Value.ShouldBe(Math.Sqrt(2 * 30 * 12 * 3600), 1e-9);
        plan.IsOptimum.ShouldBeTrue();
        plan.StopAt.ShouldBe(Hour * 12 - new Seconds(330));
        SessionPlan.Of(Hour * 30, Around(0.4, null), Hour * 1000, 1)!.CheckpointEvery.ShouldBeLessThan(Hour * 0.4);
    }

    [Fact]
    public void Of_ShortJob_NeedsOneSessionAndNoStop()
    {
        SessionPlan plan = SessionPlan.Of(Hour, Around(12, 30), Hour * 12, 1)!;

        plan.Schedule.Sessions.ShouldBe(1);
        plan.StopAt.ShouldBeNull();
        plan.CalendarDays.ShouldBe(1);
    }

    [Fact]
    public void Of_SessionShorterThanItsSetup_IsNotPossible() =>
        SessionPlan.Of(Hour, Around(0.1, null), Hour * 12, 1).ShouldBeNull();

    private static Scheduling Around(double sessionHours, double? weeklyHours) =>
        new()
        {
            Setup = new Seconds(300),
            CheckpointTakes = new Seconds(30),
            SessionMargin = new Seconds(300),
            Limits = new SessionLimits
            {
                SessionMaximum = Hour * sessionHours,
                WeeklyGpuTime = weeklyHours is { } weekly ? Hour * weekly : null,
                Source = Given.Source,
            },
        };
}
