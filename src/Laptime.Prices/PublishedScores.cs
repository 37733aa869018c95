using System.Collections.Immutable;
using System.Globalization;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Catalogs;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Prices.Reading;

namespace Laptime.Prices;

/// <summary>A machine whose AI-Benchmark scores, or times, somebody published.</summary>
public sealed record PublishedScore
{
    /// <summary>Name to type: <c>colab-v100</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The machine.</summary>
    public required string Machine { get; init; }

    /// <summary>Printed inference score; null: not published, or of fewer sub-tests than belong in it.</summary>
    public int? Inference { get; init; }

    /// <summary>Printed training score; null likewise.</summary>
    public int? Training { get; init; }

    /// <summary>Printed AI score; null likewise.</summary>
    public int? Ai { get; init; }

    /// <summary>Source and date.</summary>
    public required Source Source { get; init; }

    /// <summary>What the source's name stands for.</summary>
    public required string SourceText { get; init; }

    /// <summary>What else to know; null: nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Published times of sub-tests; null: scores only.</summary>
    public ScoreSheet? Sheet { get; init; }
}

/// <summary>Reads data/scores.csv and data/sub-test-times.csv.</summary>
public static class PublishedScores
{
    /// <summary>All of them, in the order of the file.</summary>
    public static ImmutableArray<PublishedScore> Read()
    {
        ILookup<string, SubTestFigure> times = ReadTimes().ToLookup(row => row.Machine, row => row.Figure);
        var sources = CatalogFiles.ReadSources();
        using CsvRows rows = new(new StreamReader(Shipped.Open("scores.csv")));
        var read = ImmutableArray.CreateBuilder<PublishedScore>();
        while (rows.Read())
        {
            Source source = new(rows["source"], JsonFields.ParseDate(rows["as_of"]));
            string id = rows["id"];
            PublishedScore score = new()
            {
                Id = id,
                Machine = rows["machine"],
                Inference = Points(rows["inference"]),
                Training = Points(rows["training"]),
                Ai = Points(rows["ai"]),
                Source = source,
                SourceText = sources[source.Id],
                Note = rows["note"] is { Length: > 0 } note ? note : null,
            };
            read.Add(times.Contains(id) ? score with { Sheet = SheetOf(score, [.. times[id]]) } : score);
        }
        return read.ToImmutable();
    }

    private static ScoreSheet SheetOf(PublishedScore score, ImmutableArray<SubTestFigure> figures)
    {
        HashSet<SubTestKind> kinds = [.. figures.Select(figure => figure.SubTest.Kind)];
        HashSet<SubTest> there = [.. figures.Select(figure => figure.SubTest)];
        return new ScoreSheet
        {
            Id = score.Id,
            Machine = score.Machine,
            Provenance = Provenance.Published,
            Origin = score.Source.Id,
            AsOf = score.Source.AsOf,
            Figures = figures,
            Missing =
            [
                .. SubTests
                    .Full.Where(test => kinds.Contains(test.Kind) && !there.Contains(test))
                    .Select(test => new MissingSubTest(test, "not published")),
            ],
        };
    }

    private static IEnumerable<(string Machine, SubTestFigure Figure)> ReadTimes()
    {
        using CsvRows rows = new(new StreamReader(Shipped.Open("sub-test-times.csv")));
        while (rows.Read())
        {
            string id = rows["sub_test"];
            string printed = rows["mean_ms"];
            var mean = Seconds.FromMilliseconds(Number(printed));
            yield return (
                rows["machine"],
                new SubTestFigure
                {
                    SubTest = SubTests.Full.First(test => test.Id == id),
                    Mean = mean,
                    Deviation = Seconds.FromMilliseconds(Number(rows["std_ms"])),
                    Iterations = ClassicRules.Original.KeptAt(mean),
                    Rounding = Seconds.FromMilliseconds(printed.Contains('.', StringComparison.Ordinal) ? 0.1 : 1),
                }
            );
        }
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static int? Points(string text) =>
        text.Length > 0 ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
