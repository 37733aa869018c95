namespace Laptime.Launch;

/// <summary>Where this process stands in the kernel's choice of whom to kill when memory runs out.</summary>
public static class OutOfMemoryScore
{
    /// <summary>
    /// Puts this process first (<c>oom_score_adj</c> 1000, see proc(5)): what it does is meant to find the edge, and nobody
    /// else should pay for it. Any process may do that to itself; where it cannot, nothing happens.
    /// </summary>
    public static void Volunteer()
    {
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", "1000");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The kernel then chooses the largest process, which is this one.
        }
    }
}
