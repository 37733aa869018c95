namespace Laptime.Core.AiBenchmark;

/// <summary>What runs of AI-Benchmark are called in the store.</summary>
public static class AiBenchmarkSuite
{
    /// <summary>Suite of the 24 inference and 18 training sub-tests.</summary>
    public const string Name = "ai-benchmark";

    /// <summary>Suite of the micro set.</summary>
    public const string MicroName = "ai-benchmark-micro";

    /// <summary>Raised whenever a result stops being comparable with earlier ones.</summary>
    public const int Version = 1;

    /// <summary>Seed unless the user gives another, as in the original: the losses of two machines can then be compared.</summary>
    public const long Seed = 42;
}
