namespace Laptime.Input.Transforms;

/// <summary>
/// Random numbers of a picture: the k-th depends on seed, stream and k alone, so that it does not matter which thread
/// draws it and when. SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014), whose
/// state is a counter.
/// </summary>
internal struct RandomStream
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private ulong state;

    /// <summary>The beginning of a stream.</summary>
    /// <param name="seed">Seed of a pass.</param>
    /// <param name="stream">Which of its streams: a picture, or <see cref="Order"/>.</param>
    public RandomStream(long seed, long stream)
    {
        state = Mix(Mix((ulong)seed + Golden) + ((ulong)stream * 0xD134_2543_DE82_EF95));
    }

    /// <summary>The stream that orders are drawn from; pictures have those from 0.</summary>
    public const long Order = -1;

    /// <summary>Any 64 bits.</summary>
    public ulong Next() => Mix(state += Golden);

    /// <summary>From 0, below 1, in steps of 2^-53.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>From one bound, below the other.</summary>
    public double Uniform(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>From 0, below a bound. Bias stays below bound / 2^64.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Every order equally likely (Fisher and Yates, in Durstenfeld's form).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int other = Below(i + 1);
            (values[i], values[other]) = (values[other], values[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
