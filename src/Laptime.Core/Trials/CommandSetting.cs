namespace Laptime.Core.Trials;

/// <summary>Names under which the trial of an observed command keeps, among its settings, what is no sample.</summary>
public static class CommandSetting
{
    /// <summary>Workload and suite of an observed command.</summary>
    public const string Workload = "command";

    /// <summary>The command line, secrets replaced. Exports leave it out unless names are asked for.</summary>
    public const string Line = "command";

    /// <summary>Name of the recogniser that found the steps; absent if none did.</summary>
    public const string Recogniser = "recogniser";

    /// <summary>What the command counts: <c>step</c>, <c>item</c>, <c>epoch</c>.</summary>
    public const string Counts = "counts";

    /// <summary>The command's exit code.</summary>
    public const string ExitCode = "exit_code";

    /// <summary>Why it was stopped: <c>timelimit</c>, <c>memorylimit</c>, <c>steady</c>; absent if it ended by itself.</summary>
    public const string Stopped = "stopped";

    /// <summary>Median step time by the command's own account, in seconds.</summary>
    public const string Stated = "stated_step_seconds";

    /// <summary>Signs of progress that arrived in one piece of output, on average.</summary>
    public const string Burst = "burst";

    /// <summary>Begins the names of the seconds that passed between rounds of the counter: <c>between_validation</c>, <c>between_epochs</c>.</summary>
    public const string Between = "between_";
}
