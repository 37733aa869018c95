namespace Laptime.Web.Operations;

/// <summary>What was measured of one instrument with one set of labels.</summary>
internal sealed class MetricSeries
{
    /// <summary>Upper ends of the buckets in seconds: those that OpenTelemetry recommends for requests.</summary>
    public static readonly double[] Bounds =
    [
        0.005,
        0.01,
        0.025,
        0.05,
        0.075,
        0.1,
        0.25,
        0.5,
        0.75,
        1,
        2.5,
        5,
        7.5,
        10,
    ];

    private readonly Lock gate = new();
    private readonly long[] buckets = new long[Bounds.Length + 1];
    private double sum;
    private long count;

    /// <summary>A counter's increment, or a value of a histogram.</summary>
    public void Add(double value)
    {
        int bucket = Array.FindIndex(Bounds, bound => value <= bound);
        lock (gate)
        {
            sum += value;
            count++;
            buckets[bucket < 0 ? Bounds.Length : bucket]++;
        }
    }

    /// <summary>What an observed instrument says now.</summary>
    public void Set(double value)
    {
        lock (gate)
        {
            sum = value;
        }
    }

    /// <summary>Sum, number, and numbers up to each bound with all at the end.</summary>
    public (double Sum, long Count, long[] UpTo) Read()
    {
        lock (gate)
        {
            long[] upTo = new long[buckets.Length];
            long below = 0;
            for (int i = 0; i < buckets.Length; i++)
            {
                upTo[i] = below += buckets[i];
            }
            return (sum, count, upTo);
        }
    }
}
