using System.Collections.Immutable;

namespace Laptime.Core.AiBenchmark;

/// <summary>Who measured the figures of a sheet.</summary>
public enum Provenance
{
    /// <summary>Laptime, here or on another machine.</summary>
    Run,

    /// <summary>The original tool or one of its forks; its printed output was imported.</summary>
    Imported,

    /// <summary>Somebody else, who published the figures.</summary>
    Published,
}

/// <summary>Figures of one machine in AI-Benchmark, whoever measured them, and the scores that follow.</summary>
public sealed record ScoreSheet
{
    /// <summary>What is typed to mean it: id of a run or import, name of a published machine.</summary>
    public required string Id { get; init; }

    /// <summary>What people call the machine: its GPU or processor, or the name that the user gave.</summary>
    public required string Machine { get; init; }

    /// <summary>Who measured.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>Where the figures come from, in a few words: <c>libtorch 2.9.0</c>, <c>AI-Benchmark 0.1.2, TensorFlow 2.11.0</c>, the source.</summary>
    public required string Origin { get; init; }

    /// <summary>Day of the figures; null: not told.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Figures, each sub-test at most once.</summary>
    public required ImmutableArray<SubTestFigure> Figures { get; init; }

    /// <summary>Sub-tests that were tried, or belong in the set, and gave no figure.</summary>
    public required ImmutableArray<MissingSubTest> Missing { get; init; }

    /// <summary>Score of the 24 inference sub-tests; null without any.</summary>
    public Score? Inference => ScoreOf(SubTestKind.Inference);

    /// <summary>Score of the 18 training sub-tests; null without any.</summary>
    public Score? Training => ScoreOf(SubTestKind.Training);

    /// <summary>Score of the 16 micro sub-tests, which the original prints as an inference score; null without any.</summary>
    public Score? Micro => ScoreOf(SubTestKind.Micro);

    /// <summary>Sum of inference and training score; null unless both are there.</summary>
    public Score? Ai => Score.Sum(Inference, Training);

    /// <summary>Figure of a sub-test; null if there is none.</summary>
    public SubTestFigure? Of(SubTest test) => Figures.FirstOrDefault(figure => figure.SubTest == test);

    /// <summary>The score of a name.</summary>
    public Score? Of(ScoreName name) =>
        name switch
        {
            ScoreName.Inference => Inference,
            ScoreName.Training => Training,
            ScoreName.Micro => Micro,
            _ => Ai,
        };

    private Score? ScoreOf(SubTestKind kind) =>
        Score.Of(
            [.. Figures.Where(figure => figure.SubTest.Kind == kind)],
            (kind == SubTestKind.Micro ? SubTests.Micro : SubTests.Full).Count(test => test.Kind == kind)
        );
}

/// <summary>The scores by name.</summary>
public enum ScoreName
{
    /// <summary>Sum of inference and training score.</summary>
    Ai,

    /// <summary>Inference score.</summary>
    Inference,

    /// <summary>Training score.</summary>
    Training,

    /// <summary>Score of the micro set.</summary>
    Micro,
}
