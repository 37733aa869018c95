using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Laptime.Answers.Charts;

/// <summary>A chart: its Vega-Lite specification, and the same figures as a table.</summary>
public sealed record ChartSpec
{
    // Characters that end an element of HTML are escaped, whatever else is not.
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>What it shows, a few words.</summary>
    public required string Title { get; init; }

    /// <summary>How to read it, one or two sentences; null if that is plain.</summary>
    public string? Caption { get; init; }

    /// <summary>Name of the file that a download becomes, without its ending: <c>samples-resnet50</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Vega-Lite 6, with its data. Colours, fonts and background are the page's: marks name a style (<c>good</c>,
    /// <c>warning</c>, <c>bad</c>, <c>accent</c>, <c>muted</c>) or a colour scale of categories. Width <c>container</c>.
    /// </summary>
    public required JsonObject Vega { get; init; }

    /// <summary>Columns of the table.</summary>
    public required ImmutableArray<ChartColumn> Columns { get; init; }

    /// <summary>Rows of the table, a text for each column.</summary>
    public required ImmutableArray<ImmutableArray<string>> Rows { get; init; }

    /// <summary>The specification as JSON that may stand within an element of HTML: every &lt; is escaped.</summary>
    public string ToJson() => Vega.ToJsonString(Options);
}

/// <summary>A column of a chart's table.</summary>
/// <param name="Name">Heading, with the unit.</param>
/// <param name="IsNumber">Whether its texts are numbers.</param>
public sealed record ChartColumn(string Name, bool IsNumber = false);
