using System.Runtime.InteropServices;
using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Serving;
using Laptime.Core.Trials;
using Laptime.Measurement.Clocks;
using Laptime.Measurement.Telemetry;

namespace Laptime.Measurement.Serving;

/// <summary>
/// Offers queries to a workload and writes down when each was due, begun and answered. One thread does both: arrivals of
/// a server are drawn beforehand, so that nothing has to run beside the work to generate them; a query that arrives while
/// another is answered waits in line, and its latency counts from its arrival. Between two queries nothing is allocated
/// but the readings of the machine's state.
/// </summary>
internal sealed class QueryDriver(
    IWorkload workload,
    IMonotonicClock clock,
    IArrivalWait wait,
    TelemetrySampler sampler,
    ServingRules rules,
    CancellationToken cancellationToken
)
{
    // A reading takes well under a millisecond; it must not make the next query late.
    private const double RoomForReading = 0.005;

    private long lastReading = clock.Ticks;

    /// <summary>Steps that answer a query.</summary>
    public int StepsPerQuery { get; init; } = 1;

    /// <summary>A query after the other.</summary>
    /// <param name="seed">Of the pass.</param>
    /// <param name="end">Asked before each query with the number answered and the time that has passed.</param>
    public ServingPass Stream(long seed, Func<ReadOnlySpan<ServedQuery>, Seconds, bool> end) =>
        Loop(clients: 1, seed, end);

    /// <summary>
    /// Each of some clients asks again as soon as it is answered. One engine answers them in order, so that a client waits
    /// for all the others: these latencies are not those of a server.
    /// </summary>
    public ServingPass Loop(int clients, long seed, Func<ReadOnlySpan<ServedQuery>, Seconds, bool> end)
    {
        ServedQuery[] served = new ServedQuery[rules.MostQueries];
        long[] asked = new long[clients];
        ReadEdge();
        long start = clock.Ticks;
        Array.Fill(asked, start);
        int count = 0;
        while (count == 0 || (count < served.Length && !end(served.AsSpan(0, count), clock.Since(start))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (clients == 1)
            {
                // A lone client asks once the machine's state is read; several have asked already.
                ReadState(room: double.PositiveInfinity);
                asked[0] = clock.Ticks;
            }
            served[count] = Serve(asked[count % clients]);
            asked[count % clients] = served[count].Completed;
            count++;
        }
        ReadEdge();
        return Pass(served.AsSpan(0, count), rate: null, seed);
    }

    /// <summary>Arrivals at random, answered in order.</summary>
    /// <param name="rate">Queries per second, above zero.</param>
    /// <param name="duration">Of the arrivals; they are at most <see cref="ServingRules.MostQueries"/>.</param>
    /// <param name="seed">Of the arrivals.</param>
    public ServingPass Arrivals(double rate, Seconds duration, long seed)
    {
        int count = (int)Math.Clamp(Math.Ceiling(rate * duration.Value), 1, rules.MostQueries);
        long[] arrivals = PoissonArrivals.Draw(seed, rate, count, clock.Frequency);
        ServedQuery[] served = new ServedQuery[count];
        ReadEdge();
        long start = clock.Ticks;
        // What is hopelessly behind need not be answered to the last query.
        long giveUp = start + (long)(arrivals[^1] * (1 + rules.Overrun)) + clock.Frequency;
        int done = 0;
        while (done < count && (done == 0 || clock.Ticks < giveUp))
        {
            cancellationToken.ThrowIfCancellationRequested();
            long due = start + arrivals[done];
            ReadState((due - clock.Ticks) / (double)clock.Frequency);
            wait.Until(due);
            served[done++] = Serve(due);
        }
        ReadEdge();
        return Pass(served.AsSpan(0, done), rate, seed);
    }

    private ServedQuery Serve(long due)
    {
        long issued = clock.Ticks;
        for (int i = 0; i < StepsPerQuery; i++)
        {
            workload.Step();
        }
        workload.Synchronize();
        return new ServedQuery(due, issued, clock.Ticks);
    }

    private void ReadState(double room)
    {
        if (room > RoomForReading && clock.Since(lastReading) >= rules.TelemetryInterval)
        {
            ReadEdge();
        }
    }

    private void ReadEdge()
    {
        sampler.ReadEdge(workload.ReadMemory().Reserved, full: true);
        lastReading = clock.Ticks;
    }

    private static ServingPass Pass(ReadOnlySpan<ServedQuery> served, double? rate, long seed) =>
        new()
        {
            Phase = Phase.Pilot,
            Rate = rate,
            Seed = seed,
            Queries = ImmutableCollectionsMarshal.AsImmutableArray(served.ToArray()),
        };
}
