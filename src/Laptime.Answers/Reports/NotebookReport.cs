using System.Text.Json.Nodes;

namespace Laptime.Answers.Reports;

/// <summary>
/// A MIME bundle of Jupyter's message protocol: <c>display(json.load(open("report.json")), raw=True)</c> shows the chart
/// where the notebook draws Vega-Lite, and the tables where it does not.
/// </summary>
public static class NotebookReport
{
    /// <summary>Type under which notebooks take specifications of Vega-Lite 6.</summary>
    public const string ChartType = "application/vnd.vegalite.v6+json";

    /// <summary>Writes it.</summary>
    public static JsonObject Write(Report report)
    {
        string markdown = MarkdownReport.Write(report);
        JsonObject bundle = new() { ["text/plain"] = markdown, ["text/markdown"] = markdown };
        if (report.MainChart is { } chart)
        {
            bundle[ChartType] = Standalone(chart);
        }
        return bundle;
    }

    /// <summary>The specification of a chart with its title, for where no page of ours stands around it.</summary>
    public static JsonObject Standalone(Charts.ChartSpec chart)
    {
        var spec = chart.Vega.DeepClone().AsObject();
        spec["title"] = chart.Title;
        if (chart.Caption is { } caption)
        {
            spec["description"] = caption;
        }
        return spec;
    }
}
