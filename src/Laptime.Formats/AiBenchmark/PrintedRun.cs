using System.Collections.Immutable;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;

namespace Laptime.Formats.AiBenchmark;

/// <summary>One run of the original tool or a fork of it, as its printed output tells it.</summary>
public sealed record PrintedRun
{
    /// <summary>Version that the banner names: <c>0.1.2</c>, <c>0.1.4.cm</c>; null: no banner.</summary>
    public string? Version { get; init; }

    /// <summary>Version of TensorFlow; null: not printed.</summary>
    public string? TensorFlow { get; init; }

    /// <summary>Platform string; null: not printed.</summary>
    public string? Platform { get; init; }

    /// <summary>Processor; null: not printed, or N/A, as is usual.</summary>
    public string? Cpu { get; init; }

    /// <summary>Main memory as printed: <c>63 GB</c>; null: not printed.</summary>
    public string? CpuMemory { get; init; }

    /// <summary>GPUs with their memory as printed: <c>Tesla V100-SXM2-16GB, 14.4 GB</c>; empty: none printed.</summary>
    public ImmutableArray<string> Gpus { get; init; } = [];

    /// <summary>Version of CUDA; null: not printed, or N/A.</summary>
    public string? Cuda { get; init; }

    /// <summary>Sub-tests in the order of the output.</summary>
    public required ImmutableArray<PrintedFigure> Figures { get; init; }

    /// <summary>Sub-tests whose line has no time, with what stands there instead.</summary>
    public ImmutableArray<MissingSubTest> Failed { get; init; } = [];

    /// <summary>Printed inference score, of the micro set too; null: not printed.</summary>
    public int? InferenceScore { get; init; }

    /// <summary>Printed training score; null: not printed.</summary>
    public int? TrainingScore { get; init; }

    /// <summary>Printed AI score; null: not printed.</summary>
    public int? AiScore { get; init; }

    /// <summary>The machine in the output's own words: its GPUs, else its processor, else its platform.</summary>
    public string Machine =>
        Gpus is [var first, ..]
            ? (Gpus.Length > 1 ? $"{Gpus.Length} x {Model(first)}" : Model(first))
            : Cpu ?? (Platform is null ? "machine not named" : $"processor, {CpuMemory ?? Platform}");

    /// <summary>The sheet of its figures; the scores are computed anew from them.</summary>
    /// <param name="id">Id of the import.</param>
    /// <param name="name">Name that the user gave the machine; null: that of the output.</param>
    /// <param name="asOf">Day of the run; null: not known, for no output tells it.</param>
    public ScoreSheet ToSheet(string id, string? name, DateOnly? asOf)
    {
        ImmutableArray<SubTestFigure> figures = [.. Figures.Select(figure => figure.ToFigure())];
        HashSet<SubTestKind> kinds = [.. figures.Select(figure => figure.SubTest.Kind)];
        HashSet<SubTest> there = [.. figures.Select(figure => figure.SubTest)];
        return new ScoreSheet
        {
            Id = id,
            Machine = name ?? Machine,
            Provenance = Provenance.Imported,
            Origin = $"AI-Benchmark {Version ?? "output"}" + (TensorFlow is null ? "" : $", TensorFlow {TensorFlow}"),
            AsOf = asOf,
            Figures = figures,
            Missing =
            [
                .. SubTests
                    .Full.Concat(SubTests.Micro)
                    .Where(test => kinds.Contains(test.Kind) && !there.Contains(test))
                    .Select(test =>
                        Failed.FirstOrDefault(failed => failed.SubTest == test)
                        ?? new MissingSubTest(test, "not in the output")
                    ),
            ],
        };
    }

    /// <summary>Printed scores that differ from what the printed times give by more than 0.1 % and more than rounding down explains, one sentence each.</summary>
    public IEnumerable<string> Disagreements()
    {
        ScoreSheet sheet = ToSheet("", name: null, asOf: null);
        bool isMicro = sheet.Inference is null && sheet.Micro is not null;
        (string Name, int? Printed, Score? Recomputed)[] pairs =
        [
            ("inference", InferenceScore, isMicro ? sheet.Micro : sheet.Inference),
            ("training", TrainingScore, sheet.Training),
            ("AI", AiScore, sheet.Ai),
        ];
        foreach ((string name, int? printed, Score? recomputed) in pairs)
        {
            // A fork that ran one kind only prints 0 for the other.
            if (printed is > 0 and { } points && recomputed is not null && Differ(points, recomputed.Value))
            {
                yield return $"The printed {name} score is {points}, the printed times give {recomputed.Value}"
                    + (recomputed.IsPartial ? $" for {recomputed.Present} of {recomputed.Expected} sub-tests." : ".");
            }
        }
    }

    private static bool Differ(int printed, int recomputed) =>
        Math.Abs(printed - recomputed) > Math.Max(1, 0.001 * printed);

    private static string Model(string gpu) => gpu.Split(", ")[0];
}

/// <summary>One line of a printed output.</summary>
/// <param name="SubTest">Which sub-test.</param>
/// <param name="MeanMilliseconds">Mean as printed, above zero.</param>
/// <param name="DeviationMilliseconds">Standard deviation as printed; null: none.</param>
/// <param name="Decimals">Digits printed behind the point of the mean.</param>
public sealed record PrintedFigure(
    SubTest SubTest,
    double MeanMilliseconds,
    double? DeviationMilliseconds,
    int Decimals
)
{
    /// <summary>The figure, with the number of iterations that the protocol keeps at that speed.</summary>
    public SubTestFigure ToFigure()
    {
        var mean = Seconds.FromMilliseconds(MeanMilliseconds);
        return new SubTestFigure
        {
            SubTest = SubTest,
            Mean = mean,
            Deviation = DeviationMilliseconds is { } deviation ? Seconds.FromMilliseconds(deviation) : null,
            Iterations = ClassicRules.Original.KeptAt(mean),
            Rounding = Seconds.FromMilliseconds(Math.Pow(10, -Decimals)),
        };
    }
}
