using System.Collections.Immutable;
using Laptime.Core.Quantities;
using Laptime.Core.Serving;
using Laptime.Core.Trials;

namespace Laptime.Core.Tests.Serving;

public class PassFiguresTests
{
    [Fact]
    public void Latencies_CountFromTheArrival()
    {
        // The second query waits 40 ms in line and is answered in 60.
        ServingPass pass = Pass(new(0, 0, 100), new(60, 100, 160));

        PassFigures.Latencies(pass, 1000).ShouldBe([0.1, 0.1]);
    }

    [Fact]
    public void Lateness_WaitingInLine_IsNotTheGenerators()
    {
        // Late by 3, then 40 in line and late by 2, then on time though it arrived while idle.
        ServingPass pass = Pass(new(0, 3, 100), new(60, 102, 160), new(200, 200, 260));

        PassFigures.Lateness(pass, 1000).ShouldBe([0.003, 0.002, 0]);
    }

    [Fact]
    public void Over_CountsLongerThanTheBound()
    {
        ServingPass pass = Pass(new(0, 0, 100), new(100, 100, 201), new(300, 300, 400));

        PassFigures.Over(pass, new Seconds(0.1), 1000).ShouldBe(1);
    }

    [Theory]
    [InlineData(90, false)] // service below the gap
    [InlineData(110, true)]
    [InlineData(1000, true)]
    public void BacklogGrows_EvenArrivals_FollowsTheLoad(int service, bool expected) =>
        PassFigures.BacklogGrows(Queue(200, i => 100 * i, _ => service)).ShouldBe(expected);

    [Fact]
    public void BacklogGrows_RecoveredStall_IsNone()
    {
        // 2 s of stall at a load of a half: everything that came meanwhile is answered in the end.
        ServingPass pass = Queue(200, i => 100 * i, i => i == 120 ? 2000 : 50);

        PassFigures.BacklogGrows(pass).ShouldBeFalse();
        pass.Queries.Max(query => query.Latency).ShouldBe(2000);
    }

    [Fact]
    public void BacklogGrows_PoissonArrivals_TellsOverloadFromLoad()
    {
        for (long seed = 1; seed <= 50; seed++)
        {
            long[] arrivals = PoissonArrivals.Draw(seed, 1, 3000, 1000);

            PassFigures.BacklogGrows(Queue(3000, i => arrivals[i], _ => 900)).ShouldBeFalse();
            PassFigures.BacklogGrows(Queue(3000, i => arrivals[i], _ => 1200)).ShouldBeTrue();
        }
    }

    private static ServingPass Queue(int count, Func<int, long> arrival, Func<int, long> service)
    {
        var queries = ImmutableArray.CreateBuilder<ServedQuery>();
        long free = 0;
        for (int i = 0; i < count; i++)
        {
            long issued = Math.Max(arrival(i), free);
            free = issued + service(i);
            queries.Add(new ServedQuery(arrival(i), issued, free));
        }
        return Pass([.. queries]);
    }

    private static ServingPass Pass(params ImmutableArray<ServedQuery> queries) =>
        new()
        {
            Phase = Phase.Measurement,
            Seed = 1,
            Queries = queries,
        };
}
