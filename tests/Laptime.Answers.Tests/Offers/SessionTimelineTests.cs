using System.Collections.Immutable;
using Laptime.Advice.Outlooks;
using Laptime.Advice.Plans;
using Laptime.Answers.Offers;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Answers.Tests.Offers;

public class SessionTimelineTests
{
    private static readonly Seconds Hour = new(3600);

    [Fact]
    public void Of_AnyPlan_AddsUpToItsSchedule()
    {
        Random random = new(4);
        for (int round = 0; round < 500; round++)
        {
            SessionLimits limits = new()
            {
                SessionMaximum = Hour * (1 + (random.NextDouble() * 23)),
                WeeklyGpuTime = random.Next(2) == 0 ? null : Hour * (5 + random.Next(40)),
                Source = new Source("test", null),
            };
            Scheduling scheduling = new()
            {
                Setup = new Seconds(600),
                CheckpointTakes = new Seconds(30),
                SessionMargin = new Seconds(300),
                Limits = limits,
            };
            if (SessionPlan.Of(Hour * (random.NextDouble() * 200), scheduling, Hour * 12, 1) is not { } plan)
            {
                continue;
            }
            plan = plan with { Limits = limits };

            ImmutableArray<SessionStretch> stretches = SessionTimeline.Of(plan, scheduling, int.MaxValue);

            RunSchedule schedule = plan.Schedule;
            stretches[^1].To.Value.ShouldBe(schedule.Elapsed.Value, 1e-3);
            Sum(stretches, SessionPart.Setup).ShouldBe(schedule.Setup.Value, 1e-3);
            Sum(stretches, SessionPart.Waiting).ShouldBe(schedule.Waiting.Value, 1e-3);
            (Sum(stretches, SessionPart.Work) + Sum(stretches, SessionPart.Save)).ShouldBe(
                schedule.Work.Value + schedule.Checkpoints.Value,
                1e-3
            );
            stretches.Select(stretch => stretch.Session).Distinct().Count().ShouldBe(schedule.Sessions);
            for (int i = 1; i < stretches.Length; i++)
            {
                stretches[i].From.Value.ShouldBe(stretches[i - 1].To.Value, 1e-6);
            }
        }
    }

    private static double Sum(ImmutableArray<SessionStretch> stretches, SessionPart part) =>
        stretches.Where(stretch => stretch.Part == part).Sum(stretch => stretch.To.Value - stretch.From.Value);
}
