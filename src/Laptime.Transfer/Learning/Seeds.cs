namespace Laptime.Transfer.Learning;

/// <summary>
/// Everything random in a job, drawn from its seed and the place where it is used. So there is no state of a generator
/// to be saved: a job that goes on from a checkpoint draws what it would have drawn.
/// </summary>
internal static class Seeds
{
    /// <summary>Weights that no file gives.</summary>
    public static long OfWeights(long seed) => Mix(seed, 1, 0, 0);

    /// <summary>Order and augmentation of a training pass.</summary>
    public static long OfPass(long seed, int phase, int epoch) => Mix(seed, 2, phase, epoch);

    /// <summary>Dropout of a training step.</summary>
    public static long OfStep(long seed, int phase, int step) => Mix(seed, 3, phase, step);

    /// <summary>Augmentation of a pass of test-time augmentation.</summary>
    public static long OfTestTime(long seed, int pass) => Mix(seed, 4, 0, pass);

    /// <summary>SplitMix64's finalizer (Steele, Lea and Flood 2014) over the parts, one after the other.</summary>
    private static long Mix(long seed, int use, int phase, int number)
    {
        ulong z = (ulong)seed;
        foreach (int part in (ReadOnlySpan<int>)[use, phase, number])
        {
            z += 0x9E3779B97F4A7C15 * ((ulong)part + 1);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
        }
        return (long)(z >> 1);
    }
}
