using Laptime.Core.Quantities;

namespace Laptime.Core.AiBenchmark;

/// <summary>How many iterations the original keeps of a sub-test, for outputs that do not print it.</summary>
public static class KeptIterations
{
    private const int Most = 22;
    private const int Fewest = 5;
    private static readonly Seconds Limit = new(30);
    private static readonly Seconds LimitOfFewest = new(100);

    /// <summary>
    /// An iteration is started while less than 30 s have passed, or while fewer than 5 are done and less than 100 s have
    /// passed, 22 at most; the first is dropped where there are several. What loads the input counts in the limits and
    /// is not printed, so this is an upper bound; "high" precision, ten times as many, is not told from the output.
    /// </summary>
    /// <param name="mean">Mean time of an iteration, above zero.</param>
    public static int At(Seconds mean)
    {
        double inLimit = Math.Min(Most, Math.Ceiling(Limit / mean));
        double inLongLimit = Math.Min(Fewest, Math.Ceiling(LimitOfFewest / mean));
        int started = (int)Math.Max(1, Math.Max(inLimit, inLongLimit));
        return Math.Max(1, started - 1);
    }
}
