namespace Laptime.Cli;

/// <summary>What the program tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    public const int Done = 0;

    /// <summary>It could not be done; standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>The run ended and some of its trials failed.</summary>
    public const int SomeTrialsFailed = 3;

    /// <summary>Stopped by Ctrl-C or SIGTERM; what was finished before is kept.</summary>
    public const int Cancelled = 130;
}
