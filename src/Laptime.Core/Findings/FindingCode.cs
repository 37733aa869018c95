namespace Laptime.Core.Findings;

/// <summary>Stable names of what can be found wrong with a block, a launch or a result; docs/measurement.md has the table.</summary>
public static class FindingCode
{
    /// <summary>The hardware held its clock back.</summary>
    public const string Throttle = "THROTTLE";

    /// <summary>A power or temperature limit set in software held the clock; part of the sustained state.</summary>
    public const string PowerLimited = "POWER_LIMITED";

    /// <summary>The clock changed between the beginning and the end of the window.</summary>
    public const string ClockDrift = "CLOCK_DRIFT";

    /// <summary>The hypervisor gave processor time to others.</summary>
    public const string Steal = "STEAL";

    /// <summary>Other processes used the processors.</summary>
    public const string NoisyHost = "NOISY_HOST";

    /// <summary>Memory was read from disk.</summary>
    public const string Paging = "PAGING";

    /// <summary>The garbage collector of .NET took part of the window.</summary>
    public const string Gc = "GC";

    /// <summary>Methods were compiled.</summary>
    public const string Jit = "JIT";

    /// <summary>The allocator took more memory from the system within the window.</summary>
    public const string Alloc = "ALLOC";

    /// <summary>Another process computed on the measured GPU.</summary>
    public const string ForeignGpu = "FOREIGN_GPU";

    /// <summary>The device reported errors.</summary>
    public const string DeviceError = "DEVICE_ERROR";

    /// <summary>Power source, governor or power profile changed.</summary>
    public const string PowerState = "POWER_STATE";

    /// <summary>The machine was suspended, or its clocks disagree.</summary>
    public const string Timer = "TIMER";

    /// <summary>Loss or output was not finite.</summary>
    public const string Numeric = "NUMERIC";

    /// <summary>The work was not done, or not anew: outputs or times depend on whether an input was seen before.</summary>
    public const string Skipped = "SKIPPED";

    /// <summary>The measured GPU drives a display.</summary>
    public const string Display = "DISPLAY";

    /// <summary>The device is slower than others of its model were.</summary>
    public const string SuspectDevice = "SUSPECT_DEVICE";

    /// <summary>Wall time and device time of the same blocks disagree.</summary>
    public const string SyncGap = "SYNC_GAP";

    /// <summary>Measuring cost more of a block than it may.</summary>
    public const string Overhead = "OVERHEAD";

    /// <summary>The window drifted or stepped, twice.</summary>
    public const string Nonstationary = "NONSTATIONARY";

    /// <summary>Warm-up reached its cap without a steady state.</summary>
    public const string WarmupCap = "WARMUP_CAP";

    /// <summary>Too many blocks had to be dropped.</summary>
    public const string Dropped = "DROPPED";

    /// <summary>Delivered throughput stays behind what typical steps promise.</summary>
    public const string HeavyTail = "HEAVY_TAIL";

    /// <summary>Step times have more than one hump.</summary>
    public const string Multimodal = "MULTIMODAL";

    /// <summary>The time allowed ended the measurement early.</summary>
    public const string CutShort = "CUT_SHORT";

    /// <summary>Queries were issued later than scheduled although nothing was in their way.</summary>
    public const string GeneratorLate = "GENERATOR_LATE";

    /// <summary>More queries arrived than could be answered.</summary>
    public const string Backlog = "BACKLOG";

    /// <summary>A percentile rests on fewer queries than its interval needs.</summary>
    public const string FewQueries = "FEW_QUERIES";

    /// <summary>Clients wait for their answers, so that a stall is seen by few queries: not comparable with a server.</summary>
    public const string ClosedLoop = "CLOSED_LOOP";

    /// <summary>A server's rate was confirmed for less than a minute at a time.</summary>
    public const string ShortConfirmation = "SHORT_CONFIRMATION";

    /// <summary>The interval is wider than the tier asks for.</summary>
    public const string Unresolved = "UNRESOLVED";

    /// <summary>Some launches were invalid and were replaced.</summary>
    public const string InvalidLaunches = "INVALID_LAUNCHES";

    /// <summary>A launch of a case that was measured otherwise failed.</summary>
    public const string LaunchFailed = "LAUNCH_FAILED";

    /// <summary>This platform gives no evidence for some checks.</summary>
    public const string Unverified = "UNVERIFIED";

    /// <summary>The device waited for its input, or shared the processor with whoever prepares it.</summary>
    public const string InputBound = "INPUT_BOUND";

    /// <summary>The training began with random weights: its accuracy is not comparable with published ones.</summary>
    public const string RandomWeights = "RANDOM_WEIGHTS";

    /// <summary>Files were left out because they could not be read.</summary>
    public const string UnreadableInput = "UNREADABLE_INPUT";

    /// <summary>Checkpoints could not be written.</summary>
    public const string NoCheckpoint = "NO_CHECKPOINT";
}
