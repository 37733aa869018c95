using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Sweeps;
using Laptime.Testing;
using Case = Laptime.Core.Cases.Case;

namespace Laptime.Cli.Tests.Reports;

public sealed class SweepReportTests
{
    private static readonly BatchSearch Search = new()
    {
        Case = Some.Case() with { Batch = 1 },
        Probes = [Probe(1, 10), Probe(2, 18), Probe(4, 17.9), Probe(8, null), Probe(6, null), Probe(5, 17)],
    };

    [Fact]
    public void Write_BatchByPrecision_RowsPictureAndLegend()
    {
        string text = Write(BatchByPrecision());

        text.ShouldStartWith("ResNet-50 train, classes 1000, image 224, stock, 2 threads\n");
        string squeezed = Squeeze(text);
        squeezed.ShouldContain(" Batch Precision Items/s Of best Memory Off fp32 Grade ");
        squeezed.ShouldContain(" 1 fp32 10.00 ± 0.50 25 % 900 MiB ");
        squeezed.ShouldContain(" 8 bf16 40.0 ± 2.0 100 % 900 MiB 0.42 % ");
        squeezed.ShouldContain(" 32 tf32 skipped ");
        text.ShouldContain("over the batch: a fp32   b bf16");
        text.Split('\n').ShouldAllBe(line => line.Length <= 80);
    }

    [Fact]
    public void Write_Search_NamesLargestAndBestAndWhyTheNextFails()
    {
        Run run = Some.Run() with { BatchSearches = [Search] };
        Sweep sweep = Sweep.Of(run, [Result(Some.Case() with { Batch = 2 }, 18)]).Single();

        string text = Squeeze(Write(sweep));

        text.ShouldContain("Largest batch that fits: 5 (6 does not). Best throughput: 2.");
        text.ShouldContain(" 2 yes 18 2 MiB best throughput ");
        text.ShouldContain(" 5 yes 17 5 MiB largest ");
        text.ShouldContain(" 6 no 6 is too large. ");
        text.ShouldNotContain("8 is too large", customMessage: "the reason at the edge says it all");
    }

    [Fact]
    public void Conclude_EveryEnd_SaysWhatIsKnown()
    {
        BatchSearchText.Conclude(Search with { Obstacle = "No." }).ShouldStartWith("The batch was not searched for");
        BatchSearchText.Conclude(Search with { Probes = [Probe(1, null)] }).ShouldBe("No batch fits, not even 1.");
        BatchSearchText
            .Conclude(Search with { Probes = [Probe(1, 10), Probe(2, 20)], TimeAllowed = new Seconds(1) })
            .ShouldBe("At least 2 fits; the time allowed (--budget) ended the search. Best throughput so far: 2.");
    }

    [Fact]
    public void Chart_OverBatch_PlacesAreLogarithmicAndRatesBeginAtZero()
    {
        SweepChart chart = SweepChart.Of(BatchByPrecision());

        chart.Series.Select(series => series.Label).ShouldBe(["fp32", "bf16"], "tf32 has no figures");
        double[] x = [.. chart.Series[0].Points.Select(point => point.X)];
        // ln 8 by ln 4.
        ((x[1] - x[0]) / (x[2] - x[1])).ShouldBe(1.5, 1e-9);
        chart.RateTicks.First().ShouldBe(0);
        chart.RateTicks.Last().ShouldBe(chart.Top, 1e-9);
        chart.Top.ShouldBeInRange(42, 63);
        (chart.AxisTitle, chart.RateTitle).ShouldBe(("batch", "images/s"));
    }

    [Fact]
    public void Svg_Heights_AreProportionalToTheRates()
    {
        SweepSvg picture = new([SweepChart.Of(BatchByPrecision())], "a & b", "<c>");

        XElement svg = XDocument.Parse(picture.Draw()).Root!;

        XNamespace ns = svg.Name.Namespace;
        double floor = svg.Elements(ns + "line").Max(line => Number(line, "y1"));
        var points = svg.Descendants(ns + "circle")
            .Where(circle => circle.Element(ns + "title") is not null)
            .Select(circle => floor - Number(circle, "cy"))
            .ToArray();
        // fp32 10, 20, 30; bf16 16, 40, 38
        points.Length.ShouldBe(6);
        (points[1] / points[0]).ShouldBe(2, 0.01);
        (points[4] / points[0]).ShouldBe(4, 0.01);
        svg.Value.ShouldContain("a & b");
    }

    [Fact]
    public void Chart_PrecisionsAlone_StandBesideEachOther()
    {
        Case plain = Some.Case();
        Sweep sweep = Sweep
            .Of(Some.Run(), [Result(plain, 10), Result(plain with { Precision = Precision.Bf16 }, 20)])
            .Single();

        SweepChart chart = SweepChart.Of(sweep);

        (chart.AxisTitle, chart.Series.Length).ShouldBe(("precision", 1));
        chart.Ticks.ShouldBe([(0.25, "fp32"), (0.75, "bf16")]);
    }

    [Fact]
    public void Plot_WithoutUtf8_IsAscii()
    {
        using StringWriter results = new();
        using Screen screen = ScreenOn(results);

        new SweepPlot(SweepChart.Of(BatchByPrecision()), 80, 10, isPlain: true).Write(screen);

        results.ToString().ShouldAllBe(c => c < 128);
        results.ToString().ShouldContain("| ");
    }

    /// <summary>One blank for any white space: how columns line up is the table's own test.</summary>
    private static string Squeeze(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static Sweep BatchByPrecision()
    {
        (int Batch, Precision Precision, double? Rate)[] all =
        [
            (1, Precision.Fp32, 10),
            (1, Precision.Bf16, 16),
            (1, Precision.Tf32, null),
            (8, Precision.Fp32, 20),
            (8, Precision.Bf16, 40),
            (8, Precision.Tf32, null),
            (32, Precision.Fp32, 30),
            (32, Precision.Bf16, 38),
            (32, Precision.Tf32, null),
        ];
        ImmutableArray<CaseResult> results =
        [
            .. all.Select(one => Result(Some.Case() with { Batch = one.Batch, Precision = one.Precision }, one.Rate)),
        ];
        return Sweep.Of(Some.Run(), results).Single();
    }

    private static CaseResult Result(Case @case, double? rate) =>
        new()
        {
            Case = @case,
            Status = rate is null ? CaseStatus.Skipped : CaseStatus.Measured,
            ItemName = "image",
            ItemsPerSecond = rate,
            HalfWidth = rate is null ? null : 0.05,
            PeakResident = rate is null ? null : Bytes.FromMebibytes(900),
            Deviation =
                rate is not null && @case.Precision == Precision.Bf16
                    ? new OutputDeviation
                    {
                        Items = 8,
                        RelativeRms = 0.0042,
                        Largest = 0.1,
                        SameTop = 1,
                    }
                    : null,
        };

    private static BatchProbe Probe(int batch, double? rate) =>
        new()
        {
            Batch = batch,
            Fits = rate is not null,
            ItemsPerSecond = rate,
            PeakResident = rate is null ? null : Bytes.FromMebibytes(batch),
            Reason = rate is null ? $"{batch} is too large." : null,
            Elapsed = new Seconds(1),
        };

    private static string Write(Sweep sweep)
    {
        using StringWriter results = new();
        using Screen screen = ScreenOn(results);
        SweepReport.Write(sweep, screen);
        return results.ToString();
    }

    private static Screen ScreenOn(StringWriter results) =>
        new(results, TextWriter.Null, new Ink(isColoured: false), new Ink(isColoured: false), width: 80);
}
