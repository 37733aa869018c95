namespace Laptime.Launch;

/// <summary>
/// Notices that the launcher is gone, however it went: the pipe to this process's standard input ends then. (The death
/// signal of prctl would not do: it fires when the launcher's <em>thread</em> ends, and .NET starts processes from
/// threads of its pool; see PR_SET_PDEATHSIG in prctl(2).)
/// </summary>
public static class ParentWatch
{
    /// <summary>Calls <paramref name="parentGone"/> once, from a thread of its own, when <paramref name="input"/> ends.</summary>
    /// <param name="input">Standard input, from which nothing more is expected.</param>
    /// <param name="parentGone">
    /// Ends this process at once: a measured loop has nobody left to measure for, and native code may not let go in good time.
    /// </param>
    public static void Start(Stream input, Action parentGone)
    {
        Thread thread = new(() => Wait(input, parentGone)) { IsBackground = true, Name = "parent watch" };
        thread.Start();
    }

    private static void Wait(Stream input, Action parentGone)
    {
        Span<byte> ignored = stackalloc byte[256];
        try
        {
            while (input.Read(ignored) > 0) { }
        }
        catch (IOException)
        {
            // A broken pipe is an end too.
        }
        parentGone();
    }
}
