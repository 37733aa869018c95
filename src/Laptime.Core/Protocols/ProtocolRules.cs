using Laptime.Core.Quantities;

namespace Laptime.Core.Protocols;

/// <summary>How many steps make a block.</summary>
public sealed record PilotRules
{
    /// <summary>Least duration of a block in units of the clock's resolution: an error of one reading stays below 0.1 %.</summary>
    public double TimerResolutions { get; init; } = 1000;

    /// <summary>Largest part of a block that measuring itself may cost.</summary>
    public double OverheadShare { get; init; } = 0.001;

    /// <summary>A first step this many times longer than the block asked for is a block for certain and needs no confirmation.</summary>
    public double CertainlyLong { get; init; } = 20;
}

/// <summary>When a trial is warm, and whether it stayed so.</summary>
public sealed record WarmupRules
{
    /// <summary>Least number of steps.</summary>
    public int MinimumSteps { get; init; } = 10;

    /// <summary>Least number of blocks.</summary>
    public int MinimumBlocks { get; init; } = 16;

    /// <summary>Most blocks; then measuring begins regardless and the trial says so.</summary>
    public int MaximumBlocks { get; init; } = 160;

    /// <summary>Blocks over which compiler, allocator and clocks must have been quiet, and least length of a compared window.</summary>
    public int QuietBlocks { get; init; } = 8;

    /// <summary>Largest relative difference between the last two windows.</summary>
    public double Tolerance { get; init; } = 0.005;

    /// <summary>Times in a row that the difference must be within tolerance.</summary>
    public int Agreements { get; init; } = 4;

    /// <summary>Relative change that matters when the window is checked for drift and for steps.</summary>
    public double Change { get; init; } = 0.01;

    /// <summary>Standard errors by which a drift must exceed nothing.</summary>
    public double DriftErrors { get; init; } = 3;

    /// <summary>Standard errors for the largest of seventeen possible steps: higher than for a drift, because the best split is searched for.</summary>
    public double SplitErrors { get; init; } = 3.8;
}

/// <summary>The scored window of a trial.</summary>
public sealed record WindowRules
{
    /// <summary>Blocks that score.</summary>
    public int Blocks { get; init; } = 16;

    /// <summary>Least number of blocks, where the time allowed is too short for all.</summary>
    public int MinimumBlocks { get; init; } = 3;

    /// <summary>Least number of warm-up blocks, where the time allowed is too short.</summary>
    public int MinimumWarmup { get; init; } = 2;

    /// <summary>Part of the affordable blocks that warms up, where the time allowed is too short.</summary>
    public double WarmupShare { get; init; } = 0.4;

    /// <summary>Blocks that a full trial is expected to take: 20 to warm up and 16 to score.</summary>
    public int FullTrial { get; init; } = 36;

    /// <summary>Blocks for which time is set aside per trial: a full trial, and a tenth for replaced blocks.</summary>
    public int SetAside { get; init; } = 40;

    /// <summary>Largest part of a launch's blocks that outside evidence may drop; one block is always allowed.</summary>
    public double DroppedShare { get; init; } = 0.1;

    /// <summary>Largest part of a case's launches that may be invalid.</summary>
    public double InvalidShare { get; init; } = 0.25;
}

/// <summary>What evidence drops a block, or spoils a launch or a session.</summary>
public sealed record ValidityRules
{
    /// <summary>
    /// Least time between two full readings of the machine's state; below the shortest block, so that each block has a
    /// reading on either side (docs/adr/0003).
    /// </summary>
    public Seconds SampleInterval { get; init; } = new(0.04);

    /// <summary>Part of the processors' time that the hypervisor may give to others during a block.</summary>
    public double Steal { get; init; } = 0.01;

    /// <summary>Ticks of the kernel's accounting clock that stolen time must reach to be evidence; a single tick is rounding (docs/adr/0003).</summary>
    public double StealTicks { get; init; } = 2;

    /// <summary>Part of the processors' time used by other processes that is reported.</summary>
    public double ForeignLoadWarning { get; init; } = 0.05;

    /// <summary>Part of the processors' time used by other processes that spoils the launch.</summary>
    public double ForeignLoad { get; init; } = 0.2;

    /// <summary>Part of the window spent in pauses of the garbage collector that is reported.</summary>
    public double GcPause { get; init; } = 0.002;

    /// <summary>Relative change of the clock between the first and the last quarter of the window.</summary>
    public double ClockDrift { get; init; } = 0.02;

    /// <summary>Part of the highest clock seen below which a GPU counts as throttled (nvbench's default).</summary>
    public double ThrottledClock { get; init; } = 0.75;

    /// <summary>Relative disagreement of wall clock and monotonic clock, 200 ppm.</summary>
    public double ClockRatio { get; init; } = 200e-6;

    /// <summary>Disagreement below which the wall clock was merely set, by a time service.</summary>
    public Seconds ClockStep { get; init; } = new(0.25);

    /// <summary>Relative disagreement of wall time and device time of the same blocks.</summary>
    public double SyncGap { get; init; } = 0.01;

    /// <summary>Part by which steps on a repeated input may be faster than steps on new ones (TEST04 of MLPerf Inference).</summary>
    public double RepeatedInput { get; init; } = 0.1;

    /// <summary>Steps of either kind that are compared for it.</summary>
    public int RepeatedInputSteps { get; init; } = 6;

    /// <summary>Most that the comparison may take; where steps are longer, it is left out and listed as unverified.</summary>
    public Seconds RepeatedInputTime { get; init; } = new(5);

    /// <summary>Tail tax that is reported.</summary>
    public double TailTax { get; init; } = 0.02;

    /// <summary>m-value above which a distribution counts as multimodal (BenchmarkDotNet's threshold for two modes).</summary>
    public double MValue { get; init; } = 2.8;
}

/// <summary>When the machine has reached its sustained thermal state.</summary>
public sealed record ConditioningRules
{
    /// <summary>Time over which trends are judged.</summary>
    public Seconds Window { get; init; } = new(10);

    /// <summary>Relative trend of clock or rate over the window.</summary>
    public double RateChange { get; init; } = 0.01;

    /// <summary>Trend of the temperature over the window, in °C.</summary>
    public double TemperatureChange { get; init; } = 1;
}

/// <summary>When two results differ.</summary>
public sealed record ComparisonRules
{
    /// <summary>Smallest relative difference of interest, δ.</summary>
    public double MinimumEffect { get; init; } = 0.02;

    /// <summary>Confidence of every interval.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Resamples of the bootstrap.</summary>
    public int Resamples { get; init; } = 10_000;

    /// <summary>Relative half-width above which the ratio of means by Fieller replaces the difference of logarithms.</summary>
    public double WideHalfWidth { get; init; } = 0.1;
}
