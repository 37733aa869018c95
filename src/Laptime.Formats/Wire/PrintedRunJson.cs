using System.Collections.Immutable;
using Laptime.Core.AiBenchmark;
using Laptime.Formats.AiBenchmark;

namespace Laptime.Formats.Wire;

internal sealed record PrintedRunJson
{
    public string? Schema { get; init; }
    public string? Version { get; init; }
    public string? TensorFlow { get; init; }
    public string? Platform { get; init; }
    public string? Cpu { get; init; }
    public string? CpuMemory { get; init; }
    public string[]? Gpus { get; init; }
    public string? Cuda { get; init; }
    public PrintedFigureJson[]? SubTests { get; init; }
    public int? InferenceScore { get; init; }
    public int? TrainingScore { get; init; }
    public int? AiScore { get; init; }

    public static PrintedRunJson From(PrintedRun run, string schema) =>
        new()
        {
            Schema = schema,
            Version = run.Version,
            TensorFlow = run.TensorFlow,
            Platform = run.Platform,
            Cpu = run.Cpu,
            CpuMemory = run.CpuMemory,
            Gpus = [.. run.Gpus],
            Cuda = run.Cuda,
            SubTests =
            [
                .. run.Figures.Select(figure => new PrintedFigureJson
                {
                    Set = SetOf(figure.SubTest),
                    Id = figure.SubTest.Id,
                    MeanMilliseconds = figure.MeanMilliseconds,
                    DeviationMilliseconds = figure.DeviationMilliseconds,
                    Decimals = figure.Decimals,
                }),
                .. run.Failed.Select(failed => new PrintedFigureJson
                {
                    Set = SetOf(failed.SubTest),
                    Id = failed.SubTest.Id,
                    Instead = failed.Reason,
                }),
            ],
            InferenceScore = run.InferenceScore,
            TrainingScore = run.TrainingScore,
            AiScore = run.AiScore,
        };

    public PrintedRun ToRun(Place at)
    {
        var figures = ImmutableArray.CreateBuilder<PrintedFigure>();
        var failed = ImmutableArray.CreateBuilder<MissingSubTest>();
        PrintedFigureJson[] rows = at["sub_tests"].Required(SubTests);
        for (int i = 0; i < rows.Length; i++)
        {
            Place row = at["sub_tests"][i];
            PrintedFigureJson json = row.Required(rows[i]);
            SubTest test = json.ToSubTest(row);
            if (json.MeanMilliseconds is { } mean)
            {
                figures.Add(
                    new PrintedFigure(
                        test,
                        row["mean_milliseconds"].Finite(mean) > 0
                            ? mean
                            : throw row["mean_milliseconds"].Error("must be above zero"),
                        row["deviation_milliseconds"].FiniteOrNull(json.DeviationMilliseconds),
                        row["decimals"].AtLeast(0, json.Decimals)
                    )
                );
            }
            else
            {
                failed.Add(new MissingSubTest(test, row["instead"].Text(json.Instead)));
            }
        }
        return new PrintedRun
        {
            Version = at["version"].TextOrNull(Version),
            TensorFlow = at["tensor_flow"].TextOrNull(TensorFlow),
            Platform = at["platform"].TextOrNull(Platform),
            Cpu = at["cpu"].TextOrNull(Cpu),
            CpuMemory = at["cpu_memory"].TextOrNull(CpuMemory),
            Gpus = Texts.Required(Gpus, at["gpus"]),
            Cuda = at["cuda"].TextOrNull(Cuda),
            Figures = figures.ToImmutable(),
            Failed = failed.ToImmutable(),
            InferenceScore = at["inference_score"].AtLeastOrNull(0, InferenceScore),
            TrainingScore = at["training_score"].AtLeastOrNull(0, TrainingScore),
            AiScore = at["ai_score"].AtLeastOrNull(0, AiScore),
        };
    }

    private static string SetOf(SubTest test) => test.Kind == SubTestKind.Micro ? "micro" : "full";
}

internal sealed record PrintedFigureJson
{
    public string? Set { get; init; }
    public string? Id { get; init; }
    public double? MeanMilliseconds { get; init; }
    public double? DeviationMilliseconds { get; init; }
    public int? Decimals { get; init; }
    public string? Instead { get; init; }

    public SubTest ToSubTest(Place at) =>
        (Set == "micro" ? Core.AiBenchmark.SubTests.Micro : Core.AiBenchmark.SubTests.Full).FirstOrDefault(test =>
            test.Id == Id
        ) ?? throw at["id"].Error("is no sub-test");
}
