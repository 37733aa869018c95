namespace Laptime.Core.Roofs;

/// <summary>What one process found of a roof.</summary>
public abstract record RoofReading
{
    private RoofReading() { }

    /// <summary>It was measured.</summary>
    /// <param name="Best">Units a second in the fastest repetition: what the machine can do.</param>
    /// <param name="Typical">Units a second in the median repetition: what it did mostly.</param>
    /// <param name="Repetitions">How often it was timed.</param>
    /// <param name="Method">How it was done, in words: operator and shape, kind of stores.</param>
    public sealed record Measured(double Best, double Typical, int Repetitions, string Method) : RoofReading;

    /// <summary>It cannot be measured here.</summary>
    /// <param name="Reason">Half a sentence.</param>
    public sealed record Unavailable(string Reason) : RoofReading;
}
