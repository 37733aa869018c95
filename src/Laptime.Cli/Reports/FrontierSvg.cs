using System.Globalization;
using System.Net;
using System.Text;
using Laptime.Advice;
using Laptime.Advice.Outlooks;
using Laptime.Answers.Charts;
using Laptime.Answers.Offers;

namespace Laptime.Cli.Reports;

/// <summary>
/// The frontier as a picture that needs nothing else: logarithmic axes, ranges as bars, the frontier as a line, names
/// where there is room for them. Follows the reader's choice of light or dark.
/// </summary>
internal sealed class FrontierSvg(FrontierSurvey found, string title, string subtitle)
{
    private const double Width = 960;
    private const double Height = 600;
    private const double Left = 92;
    private const double Right = 36;
    private const double Top = 84;
    private const double Bottom = 72;
    private const double FreeWidth = 72;
    private const int MostNamed = 16;

    private readonly StringBuilder svg = new();
    private readonly List<Box> taken = [];
    private LogAxis time;
    private LogAxis cost;
    private bool hasFree;

    /// <summary>The picture as an SVG document.</summary>
    public string Draw()
    {
        Placed[] beaten = [.. found.BeatenInPicture];
        Placed[] all = [.. beaten, .. found.Members];
        hasFree = all.Any(placed => Usd(placed) <= 0);
        time = LogAxis.Over(all.SelectMany(p => Ends(p.Offer.Outlook.Time)));
        cost = LogAxis.Over(all.SelectMany(p => Ends(p.Offer.Outlook.Cost)));
        Open();
        Axes();
        FrontierLine();
        foreach (Placed placed in beaten)
        {
            Mark(placed, "beaten", 4);
        }
        foreach (Placed placed in found.Members)
        {
            Mark(placed, "member", 7.5);
        }
        foreach (Placed placed in found.Members.Take(MostNamed))
        {
            Name(placed, "name");
        }
        foreach (Placed placed in beaten.Take(MostNamed))
        {
            Name(placed, "faint");
        }
        svg.Append("</svg>\n");
        return svg.ToString();
    }

    /// <summary>The picture within a page.</summary>
    public string DrawPage() =>
        $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{Escape(title)}}</title>
            <style>
            :root { color-scheme: light dark; }
            body { margin: 0; display: grid; place-items: center; min-height: 100vh; background: light-dark(#fff, #14171c); }
            svg { width: min(100vw, 1200px); height: auto; }
            </style>
            </head>
            <body>
            {{Draw()}}</body>
            </html>

            """;

    private static double Usd(Placed placed) => (double)placed.Offer.Outlook.Cost.Typical.Value;

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static IEnumerable<double> Ends(TimeRange range) =>
        [
            range.Low.Value,
            range.Typical.Value,
            double.IsFinite(range.High.Value) ? range.High.Value : range.Typical.Value,
        ];

    private static IEnumerable<double> Ends(CostRange range) =>
        [(double)range.Low.Value, (double)range.Typical.Value, (double)(range.High ?? range.Typical).Value];

    private double X(double usd)
    {
        double start = Left + (hasFree ? FreeWidth : 0);
        return usd > 0 ? start + (cost.Position(usd) * (Width - Right - start)) : Left + (FreeWidth / 2) - 6;
    }

    private double Y(double seconds) => Height - Bottom - (time.Position(seconds) * (Height - Top - Bottom));

    private void Open() =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{Height}}" role="img" aria-labelledby="t d" font-family="system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif">
            <title id="t">{{Escape(title)}}</title>
            <desc id="d">{{Escape(subtitle)}}</desc>
            <style>
            .back { fill: #ffffff; } .h { fill: #14171c; font-size: 20px; font-weight: 650; } .s { fill: #5c6470; font-size: 13px; }
            .tick { fill: #5c6470; font-size: 12px; } .axis { fill: #3b424d; font-size: 13px; } .grid { stroke: #e7eaee; }
            .free { fill: #f4f6f8; } .line { fill: none; stroke: #0b7a75; stroke-width: 2; stroke-opacity: .55; }
            .bar { stroke: #9aa3af; stroke-opacity: .55; } .mbar { stroke: #0b7a75; stroke-opacity: .6; stroke-width: 1.5; }
            .beaten { fill: #9aa3af; fill-opacity: .8; } .member { fill: #0b7a75; stroke: #ffffff; stroke-width: 1.5; }
            .name { fill: #14171c; font-size: 12.5px; font-weight: 600; } .faint { fill: #7a828e; font-size: 11px; }
            .name, .faint { paint-order: stroke; stroke: #ffffff; stroke-width: 3px; stroke-linejoin: round; }
            .letter { fill: #ffffff; font-size: 9px; font-weight: 700; }
            @media (prefers-color-scheme: dark) {
            .back { fill: #14171c; } .h { fill: #f2f4f7; } .s, .tick { fill: #9aa3af; } .axis { fill: #c6ccd4; } .grid { stroke: #262b33; }
            .free { fill: #1a1e25; } .line, .mbar { stroke: #4fd1c5; } .member { fill: #4fd1c5; stroke: #14171c; }
            .bar { stroke: #5c6470; } .beaten { fill: #6b7482; } .name { fill: #f2f4f7; } .faint { fill: #8a93a0; } .name, .faint { stroke: #14171c; } .letter { fill: #14171c; }
            }
            </style>
            <rect class="back" width="{{Width}}" height="{{Height}}"/>
            <text class="h" x="{{Left}}" y="36">{{Escape(title)}}</text>
            <text class="s" x="{{Left}}" y="58">{{Escape(subtitle)}}</text>

            """
        );

    private void Axes()
    {
        if (hasFree)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<rect class=\"free\" x=\"{N(Left)}\" y=\"{N(Top)}\" width=\"{N(FreeWidth - 12)}\" height=\"{N(Height - Top - Bottom)}\"/>\n"
            );
            Text("tick", X(0), Height - Bottom + 20, "middle", "free");
        }
        foreach (double tick in time.TimeTicks)
        {
            Line("grid", Left, Y(tick), Width - Right, Y(tick));
            Text("tick", Left - 10, Y(tick) + 4, "end", AxisText.Time(tick));
        }
        foreach (double tick in found.Members.Concat(found.Beaten).Any(p => Usd(p) > 0) ? cost.Ticks : [])
        {
            Line("grid", X(tick), Top, X(tick), Height - Bottom);
            Text("tick", X(tick), Height - Bottom + 20, "middle", AxisText.Cost(tick));
        }
        Text("axis", (Left + Width - Right) / 2, Height - 22, "middle", "cost of the job");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"axis\" transform=\"translate(26 {N((Top + Height - Bottom) / 2)}) rotate(-90)\" text-anchor=\"middle\">time until it is done</text>\n"
        );
    }

    // A staircase: between two members, nothing that is known is both as fast as the one and as cheap as the other.
    private void FrontierLine()
    {
        if (found.Members.IsEmpty)
        {
            return;
        }
        StringBuilder path = new();
        (double x, double y)? before = null;
        foreach (Placed placed in found.Members)
        {
            (double x, double y) = (X(Usd(placed)), Y(placed.Offer.Outlook.Time.Typical.Value));
            path.Append(
                before is { } last ? $" L{N(x)} {N(last.y)} L{N(x)} {N(y)}" : $"M{N(x)} {N(Top)} L{N(x)} {N(y)}"
            );
            before = (x, y);
        }
        path.Append(CultureInfo.InvariantCulture, $" L{N(Width - Right)} {N(before!.Value.y)}");
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"line\" d=\"{path}\"/>\n");
    }

    private void Mark(Placed placed, string style, double radius)
    {
        Outlook outlook = placed.Offer.Outlook;
        (double x, double y) = (X(Usd(placed)), Y(outlook.Time.Typical.Value));
        string bar = placed.IsMember ? "mbar" : "bar";
        double high = double.IsFinite(outlook.Time.High.Value) ? Y(outlook.Time.High.Value) : Top;
        Line(bar, x, Y(outlook.Time.Low.Value), x, high);
        if (Usd(placed) > 0)
        {
            double right = outlook.Cost.High is { } dear ? X((double)dear.Value) : Width - Right;
            Line(bar, X((double)outlook.Cost.Low.Value), y, right, y);
        }
        string tip =
            $"{outlook.Offer}: {AdviceText.Time(outlook.Time.Typical)} ({AdviceText.Range(outlook.Time)}), "
            + $"{outlook.Cost.Typical} ({AdviceText.Range(outlook.Cost)})"
            + (placed.BeatenBy is { } by ? $"; beaten by {by.Outlook.Offer}" : "");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<circle class=\"{style}\" cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\"><title>{Escape(tip)}</title></circle>\n"
        );
        if (placed.Letter is { } letter)
        {
            Text("letter", x, y + 3.2, "middle", letter);
        }
        taken.Add(new Box(x - radius, y - radius, x + radius, y + radius));
    }

    // Right, left, above, below, and the corners: the first place where nothing is yet. Better no name than two on top of
    // each other; the point still tells its name when it is pointed at.
    private void Name(Placed placed, string style)
    {
        string text = AdviceText.Name(placed.Offer.Outlook.Offer);
        text = placed.Letter is { } letter ? $"{letter}  {text}" : text;
        double size = style == "name" ? 12.5 : 11;
        double width = text.Length * size * (style == "name" ? 0.6 : 0.54);
        (double x, double y) = (X(Usd(placed)), Y(placed.Offer.Outlook.Time.Typical.Value));
        (double X, double Y, string Anchor)[] places =
        [
            (x + 11, y - 8, "start"),
            (x + 11, y + 16, "start"),
            (x - 11, y - 8, "end"),
            (x - 11, y + 16, "end"),
            (x, y - 14, "middle"),
            (x, y + 24, "middle"),
            (x + 11, y - 24, "start"),
            (x + 11, y + 32, "start"),
            (x + 11, y - 40, "start"),
            (x + 11, y + 48, "start"),
        ];
        // Only a name with a letter may stand further away.
        foreach ((double X, double Y, string Anchor) place in style == "name" ? places : places[..4])
        {
            double start = place.Anchor switch
            {
                "start" => place.X,
                "end" => place.X - width,
                _ => place.X - (width / 2),
            };
            Box box = new(start, place.Y - size, start + width, place.Y + 3);
            if (
                box.Left > Left
                && box.Right < Width - 6
                && box.Top > Top - 20
                && box.Bottom < Height - Bottom
                && !taken.Exists(box.Touches)
            )
            {
                taken.Add(box);
                Text(style, place.X, place.Y, place.Anchor, text);
                return;
            }
        }
    }

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

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public bool Touches(Box other) =>
            Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
