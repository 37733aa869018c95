using System.Text.RegularExpressions;
using Laptime.Torch.Operators;

namespace Laptime.Workloads.Tests.AiBenchmark;

/// <summary>Counts the multiply-accumulates of convolutions and matrix products off the operators that really ran.</summary>
internal static partial class MultiplyAccumulates
{
    public static long Of(Action work) => OperatorRecording.Of(work).Sum(row => row.Calls * Of(row));

    private static long Of(RecordedOperator row)
    {
        long[][] shapes = Shapes(row.Shapes);
        return row.Name switch
        {
            // [batch, in, h, w] [out, in / groups, kh, kw]: each output value is one sum over the rest of the weight.
            "aten::conv2d" or "aten::conv1d" => Product(Shapes(row.Results)[0]) * Product(shapes[1].AsSpan(1)),
            // [in, out / groups, kh, kw]: each input value goes into that many sums.
            "aten::conv_transpose2d" => Product(shapes[0]) * Product(shapes[1].AsSpan(1)),
            "aten::mm" => shapes[0][0] * Product(shapes[1]),
            "aten::addmm" => shapes[1][0] * Product(shapes[2]),
            "aten::bmm" => Product(shapes[0]) * shapes[1][2],
            "aten::baddbmm" => Product(shapes[1]) * shapes[2][2],
            "aten::mv" => Product(shapes[0]),
            "aten::addmv" => Product(shapes[1]),
            _ => 0,
        };
    }

    private static long Product(ReadOnlySpan<long> sizes)
    {
        long product = 1;
        foreach (long size in sizes)
        {
            product *= size;
        }
        return product;
    }

    private static long[][] Shapes(string text) =>
        [
            .. Bracket()
                .Matches(text)
                .Select(m => m.Groups["sizes"].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries))
                .Select(sizes => sizes.Select(size => long.Parse(size)).ToArray()),
        ];

    [GeneratedRegex(@"\[(?<sizes>[^\]]*)\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Bracket();
}
