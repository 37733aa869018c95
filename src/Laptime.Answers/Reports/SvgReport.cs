using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Laptime.Core.Results;

namespace Laptime.Answers.Reports;

/// <summary>
/// The main chart of a report as a picture that needs nothing else: a point and its interval for each case, on a
/// logarithmic axis. Follows the reader's choice of light or dark.
/// </summary>
public static class SvgReport
{
    private const double Width = 900;
    private const double Left = 330;
    private const double Right = 150;
    private const double Top = 64;
    private const double Row = 26;
    private const double Bottom = 48;

    /// <summary>Draws it; null where there is no figure.</summary>
    public static string? Draw(Report report)
    {
        if (report.Compared is not { } many)
        {
            return Draw(report.Title, "items per second", even: null, [.. Speeds(report.Runs[0].Results)]);
        }
        var lines =
            from other in many.Others.Select((other, i) => (other.Ratios, Name: many.Names[i + 1]))
            from row in other.Ratios.Rows.Append(other.Ratios.Mean!)
            select new Line(
                many.Others.Length > 1 ? $"{row.Name} – {other.Name}" : row.Name,
                row.SpeedUp,
                row.Interval,
                ResultText.SpeedUp(row)
            );
        return Draw(report.Title, $"times as fast as {many.Names[0]}", even: 1, [.. lines]);
    }

    private static IEnumerable<Line> Speeds(ImmutableArray<CaseResult> results)
    {
        bool withThreads = CaseText.NeedThreads(results.Select(result => result.Case));
        return results.SelectMany(result => Speed(result, withThreads));
    }

    private static IEnumerable<Line> Speed(CaseResult result, bool withThreads) =>
        result.ItemsPerSecond is not { } rate || rate <= 0
            ? []
            :
            [
                new Line(
                    CaseText.Full(result.Case, withThreads),
                    rate,
                    result.HalfWidth is { } u and < 1 ? (rate * (1 - u), rate * (1 + u)) : null,
                    ResultText.Rate(result)
                ),
            ];

    private static string? Draw(string title, string axis, double? even, ImmutableArray<Line> lines)
    {
        if (lines.IsEmpty)
        {
            return null;
        }
        double[] ends =
        [
            .. lines.SelectMany(line =>
                new[] { line.Value, line.Interval?.Low ?? line.Value, line.Interval?.High ?? line.Value }
            ),
            .. even is { } one ? new[] { one } : [],
        ];
        double low = Math.Log10(ends.Min());
        double high = Math.Log10(ends.Max());
        double margin = Math.Max(0.05, (high - low) * 0.06);
        (low, high) = (low - margin, high + margin);
        double height = Top + (lines.Length * Row) + Bottom;
        StringBuilder svg = new();
        svg.Append(
            CultureInfo.InvariantCulture,
            $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{height}}" width="{{Width}}" height="{{height}}" role="img" aria-label="{{Escape(
                title
            )}}">
            <style>
            svg { font: 13px system-ui, sans-serif; background: #fff }
            text { fill: #1c2126 } .faint { fill: #5f666d } .title { font-size: 17px; font-weight: 600 }
            .grid { stroke: #deded8 } .even { stroke: #5f666d } .bar { stroke: #1f6fa8; stroke-width: 2 } .point { fill: #1f6fa8 }
            @media (prefers-color-scheme: dark) {
            svg { background: #14171b } text { fill: #e4e7ea } .faint { fill: #9aa3ad } .grid { stroke: #323840 }
            .even { stroke: #9aa3ad } .bar { stroke: #5aaee3 } .point { fill: #5aaee3 }
            }
            </style>
            <text class="title" x="16" y="30">{{Escape(title)}}</text>

            """
        );
        foreach (double tick in Ticks(low, high))
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line class=\"grid\" x1=\"{X(tick)}\" x2=\"{X(tick)}\" y1=\"{Top - 8}\" y2=\"{height - Bottom}\"/>\n<text class=\"faint\" x=\"{X(tick)}\" y=\"{height - Bottom + 17}\" text-anchor=\"middle\">{tick.ToString("G4", CultureInfo.InvariantCulture)}</text>\n"
            );
        }
        if (even is { } at)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line class=\"even\" x1=\"{X(at)}\" x2=\"{X(at)}\" y1=\"{Top - 8}\" y2=\"{height - Bottom}\"/>\n"
            );
        }
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"faint\" x=\"{(Left + Width - Right) / 2}\" y=\"{height - 10}\" text-anchor=\"middle\">{Escape(axis)}</text>\n"
        );
        for (int i = 0; i < lines.Length; i++)
        {
            Line line = lines[i];
            double y = Top + ((i + 0.5) * Row);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Left - 12}\" y=\"{y + 4}\" text-anchor=\"end\">{Escape(line.Name)}</text>\n"
            );
            if (line.Interval is { } interval)
            {
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<line class=\"bar\" x1=\"{X(interval.Low)}\" x2=\"{X(interval.High)}\" y1=\"{y}\" y2=\"{y}\"/>\n"
                );
            }
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<circle class=\"point\" cx=\"{X(line.Value)}\" cy=\"{y}\" r=\"4.5\"/>\n<text class=\"faint\" x=\"{Width - Right + 12}\" y=\"{y + 4}\">{Escape(line.Text)}</text>\n"
            );
        }
        svg.Append("</svg>\n");
        return svg.ToString();

        string X(double value) =>
            (Left + ((Math.Log10(value) - low) / (high - low) * (Width - Right - Left))).ToString(
                "F1",
                CultureInfo.InvariantCulture
            );
    }

    /// <summary>1, 2 and 5 in every power of ten; only powers where there are many; a few even steps where there are none.</summary>
    private static double[] Ticks(double low, double high)
    {
        double[] steps = high - low > 3 ? [1] : [1, 2, 5];
        double[] ticks =
        [
            .. from exponent in Enumerable.Range((int)Math.Floor(low), (int)Math.Ceiling(high - Math.Floor(low)) + 1)
            from step in steps
            let tick = step * Math.Pow(10, exponent)
            where Math.Log10(tick) >= low && Math.Log10(tick) <= high
            select tick,
        ];
        return ticks.Length > 1
            ? ticks
            : [.. Enumerable.Range(1, 4).Select(i => Math.Pow(10, low + ((high - low) * i / 5)))];
    }

    private static string Escape(string text) =>
        WebUtility.HtmlEncode(new string([.. text.Where(c => !char.IsControl(c))]));

    private sealed record Line(string Name, double Value, (double Low, double High)? Interval, string Text);
}
