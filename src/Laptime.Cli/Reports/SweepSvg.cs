using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;

namespace Laptime.Cli.Reports;

/// <summary>
/// Sweeps as a picture that needs nothing else, one below the other: throughput from zero, intervals as bars, tried
/// batches as rings. Follows the reader's choice of light or dark.
/// </summary>
internal sealed class SweepSvg(ImmutableArray<SweepChart> charts, string title, string subtitle)
{
    private const double Width = 960;
    private const double Head = 76;
    private const double PanelHeight = 380;
    private const double Left = 92;
    private const double Right = 196;
    private const double Top = 44;
    private const double Bottom = 64;
    private const int Colours = 6;

    private readonly StringBuilder svg = new();
    private double panel;

    /// <summary>The picture as an SVG document.</summary>
    public string Draw()
    {
        Open();
        for (int i = 0; i < charts.Length; i++)
        {
            panel = Head + (i * PanelHeight);
            Axes(charts[i]);
            for (int series = 0; series < charts[i].Series.Length; series++)
            {
                Series(charts[i], charts[i].Series[series], series);
            }
        }
        svg.Append("</svg>\n");
        return svg.ToString();
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static double X(double place) => Left + (place * (Width - Left - Right));

    private double Y(SweepChart chart, double rate) =>
        panel + PanelHeight - Bottom - (Math.Clamp(rate / chart.Top, 0, 1) * (PanelHeight - Top - Bottom));

    private void Open() =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{Head
                + (
                    charts.Length * PanelHeight
                )}}" role="img" aria-labelledby="t d" font-family="system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif">
            <title id="t">{{Escape(title)}}</title>
            <desc id="d">{{Escape(subtitle)}}</desc>
            <style>
            .back { fill: #ffffff; } .h { fill: #14171c; font-size: 20px; font-weight: 650; } .s { fill: #5c6470; font-size: 13px; }
            .p { fill: #14171c; font-size: 14px; font-weight: 600; } .tick { fill: #5c6470; font-size: 12px; } .axis { fill: #3b424d; font-size: 13px; }
            .grid { stroke: #e7eaee; } .way, .bar { fill: none; stroke: var(--c); stroke-width: 2; } .way { stroke-opacity: .55; } .bar { stroke-width: 1.5; }
            .dot { fill: var(--c); } .ring { fill: none; stroke: var(--c); stroke-opacity: .7; }
            .c0 { --c: #0b7a75; } .c1 { --c: #c2410c; } .c2 { --c: #4f46e5; } .c3 { --c: #a16207; } .c4 { --c: #be185d; } .c5 { --c: #475569; }
            @media (prefers-color-scheme: dark) {
            .back { fill: #14171c; } .h, .p { fill: #f2f4f7; } .s, .tick { fill: #9aa3af; } .axis { fill: #c6ccd4; } .grid { stroke: #262b33; }
            .c0 { --c: #4fd1c5; } .c1 { --c: #fb923c; } .c2 { --c: #a5b4fc; } .c3 { --c: #facc15; } .c4 { --c: #f472b6; } .c5 { --c: #cbd5e1; }
            }
            </style>
            <rect class="back" width="{{Width}}" height="{{Head + (charts.Length * PanelHeight)}}"/>
            <text class="h" x="{{Left}}" y="36">{{Escape(title)}}</text>
            <text class="s" x="{{Left}}" y="58">{{Escape(subtitle)}}</text>

            """
        );

    private void Axes(SweepChart chart)
    {
        Text("p", Left, panel + 24, "start", chart.Title);
        foreach (double tick in chart.RateTicks)
        {
            Line("grid", Left, Y(chart, tick), Width - Right, Y(chart, tick));
            Text("tick", Left - 10, Y(chart, tick) + 4, "end", tick.ToString("#,0.####", CultureInfo.InvariantCulture));
        }
        double floor = panel + PanelHeight - Bottom;
        double end = double.NegativeInfinity;
        foreach ((double x, string label) in chart.Ticks)
        {
            Line("grid", X(x), panel + Top, X(x), floor);
            double half = label.Length * 3.6;
            if (X(x) - half > end)
            {
                Text("tick", X(x), floor + 20, "middle", label);
                end = X(x) + half + 4;
            }
        }
        Text("axis", (Left + Width - Right) / 2, floor + 44, "middle", chart.AxisTitle);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"axis\" transform=\"translate(26 {N((panel + Top + floor) / 2)}) rotate(-90)\" text-anchor=\"middle\">{Escape(chart.RateTitle)}</text>\n"
        );
    }

    private void Series(SweepChart chart, SweepSeries series, int number)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<g class=\"c{number % Colours}\">\n");
        SweepPoint[] way = [.. series.Points.Concat(series.Tried).OrderBy(point => point.X)];
        if (way.Length > 1)
        {
            string path = string.Join(" L", way.Select(point => $"{N(X(point.X))} {N(Y(chart, point.Rate))}"));
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"way\" d=\"M{path}\"/>\n");
        }
        foreach (SweepPoint point in series.Tried)
        {
            Circle("ring", chart, point, 3.5);
        }
        foreach (SweepPoint point in series.Points)
        {
            if (point.HalfWidth is { } half)
            {
                Line("bar", X(point.X), Y(chart, point.Rate - half), X(point.X), Y(chart, point.Rate + half));
            }
            Circle("dot", chart, point, 5);
        }
        if (series.Label.Length > 0)
        {
            double y = panel + Top + 8 + (number * 20);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<circle class=\"dot\" cx=\"{N(Width - Right + 22)}\" cy=\"{N(y)}\" r=\"5\"/>\n"
            );
            Text("tick", Width - Right + 34, y + 4, "start", series.Label);
        }
        svg.Append("</g>\n");
    }

    private void Circle(string style, SweepChart chart, SweepPoint point, double radius) =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<circle class=\"{style}\" cx=\"{N(X(point.X))}\" cy=\"{N(Y(chart, point.Rate))}\" r=\"{N(radius)}\"><title>{Escape(point.Tip)}</title></circle>\n"
        );

    private void Line(string style, double x1, double y1, double x2, double y2) =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<line class=\"{style}\" x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"/>\n"
        );

    private void Text(string style, double x, double y, string anchor, string text) =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"{style}\" x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\">{Escape(text)}</text>\n"
        );
}
