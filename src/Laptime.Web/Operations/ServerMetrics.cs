using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Laptime.Web.Operations;

/// <summary>What only this program can count; requests, connections and memory are counted by .NET.</summary>
internal sealed class ServerMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Laptime.Web";

    private readonly Counter<long> submissions;
    private readonly Counter<long> submittedBytes;
    private readonly Histogram<double> storeTime;

    public ServerMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        submissions = meter.CreateCounter<long>("laptime.submissions", unit: null, "Runs handed in, by outcome");
        submittedBytes = meter.CreateCounter<long>("laptime.submitted", "By", "Size of the runs handed in, unpacked");
        storeTime = meter.CreateHistogram<double>("laptime.store.duration", "s", "Time spent in the store");
    }

    /// <summary>Counts a run handed in.</summary>
    /// <param name="outcome">One of few words.</param>
    /// <param name="bytes">Size; 0 where it was not read.</param>
    public void CountSubmission(string outcome, long bytes)
    {
        submissions.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        submittedBytes.Add(bytes);
    }

    /// <summary>Times a visit to the store.</summary>
    /// <param name="operation">One of few words.</param>
    /// <param name="work">The visit.</param>
    public async Task<T> TimeAsync<T>(string operation, Func<Task<T>> work)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            return await work();
        }
        finally
        {
            storeTime.Record(
                Stopwatch.GetElapsedTime(start).TotalSeconds,
                new KeyValuePair<string, object?>("operation", operation)
            );
        }
    }
}
