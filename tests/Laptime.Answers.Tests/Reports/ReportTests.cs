using System.Xml.Linq;
using Laptime.Answers.Reports;
using Laptime.Answers.Results;
using Laptime.Core.Protocols;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Testing;

namespace Laptime.Answers.Tests.Reports;

public class ReportTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Markdown_OfOneRun_HasARowACase()
    {
        string text = MarkdownReport.Write(Of(ShownRuns.First));

        text.Split('\n').Count(line => line.StartsWith("| ResNet-50 train b8 |", StringComparison.Ordinal)).ShouldBe(2);
        text.ShouldContain("| Case | Precision | Mode | Items/s | Step | Memory | Launches | Grade |");
    }

    [Fact]
    public void Markdown_OfHostileRun_IsTextAlone()
    {
        string text = MarkdownReport.Write(Of(ShownRuns.Harmful));

        text.Replace("\\<", "").ShouldNotContain("<");
        text.Replace("\\[", "").ShouldNotContain("[");
    }

    [Fact]
    public void Svg_OfOneRun_HasAPointACase()
    {
        XElement picture = XElement.Parse(SvgReport.Draw(Of(ShownRuns.First))!);

        picture.Elements(Svg + "circle").Count().ShouldBe(4);
        picture.Elements(Svg + "line").Count(line => (string?)line.Attribute("class") == "bar").ShouldBe(4);
    }

    [Fact]
    public void Svg_OfTwoHostileRuns_IsWellFormedAndHasTheMeanToo()
    {
        XElement picture = XElement.Parse(SvgReport.Draw(Of(ShownRuns.First, ShownRuns.Harmful))!);

        picture.Elements(Svg + "circle").Count().ShouldBe(5);
        picture.Descendants(Svg + "script").ShouldBeEmpty();
    }

    [Fact]
    public void Notebook_HoldsChartAndTextForWhereItIsNotDrawn()
    {
        var bundle = NotebookReport.Write(Of(ShownRuns.First));

        bundle[NotebookReport.ChartType]!["$schema"]!.GetValue<string>().ShouldEndWith("/vega-lite/v6.json");
        bundle["text/markdown"]!.GetValue<string>().ShouldStartWith("# quick on AMD EPYC");
    }

    [Fact]
    public void MainChart_OfRunsThatCannotBeCompared_IsNone() =>
        Of(ShownRuns.First, ShownRuns.Command).MainChart.ShouldBeNull();

    private static Report Of(params RunRecord[] records) =>
        new()
        {
            Runs =
            [
                .. records.Select(record => new RunView
                {
                    Record = record,
                    Results = CaseSummary.Summarize(record, Protocol.Current),
                }),
            ],
            ToolVersion = "0.0.0",
            WrittenAt = Some.Instant,
        };
}
