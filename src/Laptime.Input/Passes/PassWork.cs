using Laptime.Core.Quantities;

namespace Laptime.Input.Passes;

/// <summary>What the workers of a pass did so far, all of them together.</summary>
/// <param name="Pictures">Pictures finished.</param>
/// <param name="Read">Bytes of files.</param>
/// <param name="Reading">Time spent on reading files.</param>
/// <param name="Decoding">Time spent on decoding.</param>
/// <param name="Transforming">Time spent on drawing into the batch.</param>
public readonly record struct PassWork(
    long Pictures,
    Bytes Read,
    Seconds Reading,
    Seconds Decoding,
    Seconds Transforming
)
{
    /// <summary>The work of two together.</summary>
    public static PassWork operator +(PassWork a, PassWork b) =>
        new(
            a.Pictures + b.Pictures,
            new Bytes(a.Read.Value + b.Read.Value),
            a.Reading + b.Reading,
            a.Decoding + b.Decoding,
            a.Transforming + b.Transforming
        );
}
