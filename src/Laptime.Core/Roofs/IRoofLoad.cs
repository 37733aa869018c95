namespace Laptime.Core.Roofs;

/// <summary>Work whose rate is a roof, made ready to be repeated.</summary>
public interface IRoofLoad : IDisposable
{
    /// <summary>Units of work in one repetition: FLOP, bytes, pictures.</summary>
    double Amount { get; }

    /// <summary>How it is done, in words.</summary>
    string Method { get; }

    /// <summary>Does it so many times and returns once all of it is done.</summary>
    void Run(int times);
}
