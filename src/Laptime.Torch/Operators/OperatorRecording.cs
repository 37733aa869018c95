using System.Collections.Immutable;
using Laptime.Core.Quantities;
using Laptime.Torch.Interop;

namespace Laptime.Torch.Operators;

/// <summary>An operator that ran, with the shapes it was given.</summary>
/// <param name="Name">With name space: <c>aten::addmm</c>.</param>
/// <param name="Shapes">Of the tensors among its arguments, in order: <c>[8, 3, 224, 224] [64, 3, 7, 7]</c>.</param>
/// <param name="Results">Of the tensors it returned, in the same form.</param>
/// <param name="Calls">How often.</param>
/// <param name="Total">Time in it, all calls together, operators called by it included.</param>
/// <param name="Self">The same without the operators called by it.</param>
public sealed record RecordedOperator(
    string Name,
    string Shapes,
    string Results,
    long Calls,
    Seconds Total,
    Seconds Self
);

/// <summary>Records what libtorch really runs, on all threads of this process. One at a time; each call costs about 0.25 µs.</summary>
public static unsafe class OperatorRecording
{
    /// <summary>Runs <paramref name="work"/> and tells what ran, costliest first.</summary>
    public static ImmutableArray<RecordedOperator> Of(Action work)
    {
        Native.Check(LaptimeTorch.lt_record_start());
        try
        {
            work();
        }
        catch
        {
            _ = LaptimeTorch.lt_record_stop(out _, out _);
            throw;
        }
        Native.Check(LaptimeTorch.lt_record_stop(out var rows, out int n));
        var result = ImmutableArray.CreateBuilder<RecordedOperator>(n);
        foreach (ref readonly var row in new ReadOnlySpan<Recorded>(rows, n))
        {
            result.Add(
                new RecordedOperator(
                    Native.Text(row.Name),
                    Native.Text(row.Shapes),
                    Native.Text(row.Results),
                    row.Calls,
                    new Seconds(row.TotalNanoseconds / 1e9),
                    new Seconds(row.SelfNanoseconds / 1e9)
                )
            );
        }
        result.Sort((a, b) => b.Self.CompareTo(a.Self));
        return result.MoveToImmutable();
    }
}
