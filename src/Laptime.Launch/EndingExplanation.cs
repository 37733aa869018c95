using Laptime.Core.Trials;

namespace Laptime.Launch;

/// <summary>Explains why a worker ended without saying how its trial went.</summary>
internal static class EndingExplanation
{
    private const int Abort = 6;
    private const int Kill = 9;

    private const string SmallerBatch =
        "Out of memory is likely: choose a smaller batch, or free memory; `dmesg` names what the kernel killed.";

    private static readonly string[] s_memoryWords =
    [
        "out of memory",
        "bad_alloc",
        "can't allocate memory",
        "cannot allocate memory",
    ];

    /// <summary>The outcome of a trial whose worker told none.</summary>
    /// <param name="exitCode">As .NET reports it: 128 and the signal's number for a process ended by a signal.</param>
    /// <param name="lastWords">End of its standard error; may be empty.</param>
    public static TrialOutcome.Failed Explain(int exitCode, string lastWords)
    {
        int signal = exitCode - 128;
        string attempted = signal is > 0 and < 65
            ? $"The worker was ended by signal {signal}{Name(signal)}."
            : $"The worker ended with exit code {exitCode} and without a result.";
        return new TrialOutcome.Failed(With(attempted, lastWords), Advise(signal, lastWords));
    }

    /// <summary><paramref name="sentence"/>, and what the worker said last.</summary>
    public static string With(string sentence, string lastWords) =>
        lastWords.Length == 0 ? sentence : $"{sentence} Its last words: {lastWords}";

    private static string Advise(int signal, string lastWords) =>
        signal switch
        {
            Kill => SmallerBatch,
            _ when SpeaksOfMemory(lastWords) => SmallerBatch,
            > 0 =>
                "This is a crash in native code. Run `laptime doctor`; try stock mode, or another libtorch with LAPTIME_LIBTORCH.",
            _ => "Run `laptime doctor`; it checks libtorch and its surroundings.",
        };

    private static bool SpeaksOfMemory(string lastWords) =>
        s_memoryWords.Any(words => lastWords.Contains(words, StringComparison.OrdinalIgnoreCase));

    // Numbers of Linux on x86-64 and arm64 (signal(7)).
    private static string Name(int signal) =>
        signal switch
        {
            1 => " (SIGHUP)",
            2 => " (SIGINT)",
            3 => " (SIGQUIT)",
            4 => " (SIGILL, an instruction that this processor does not know)",
            5 => " (SIGTRAP)",
            Abort => " (SIGABRT, it gave up)",
            7 => " (SIGBUS, often /dev/shm being full)",
            8 => " (SIGFPE)",
            Kill => " (SIGKILL)",
            11 => " (SIGSEGV, a crash)",
            13 => " (SIGPIPE)",
            15 => " (SIGTERM)",
            24 => " (SIGXCPU)",
            25 => " (SIGXFSZ)",
            _ => "",
        };
}
