namespace Laptime.Cli.Terminal;

/// <summary>How a piece of text stands out.</summary>
internal enum Style
{
    Plain,
    Bold,
    Dim,
    Good,
    Warning,
    Bad,
}

/// <summary>Colours text for a terminal, or leaves it alone.</summary>
internal sealed class Ink(bool isColoured)
{
    /// <summary>The text between the escape sequences of its style (ECMA-48, SGR); the text itself where there is no colour.</summary>
    public string Write(string text, Style style) =>
        isColoured && style != Style.Plain ? $"\e[{Code(style)}m{text}\e[0m" : text;

    private static int Code(Style style) =>
        style switch
        {
            Style.Bold => 1,
            Style.Dim => 2,
            Style.Good => 32,
            Style.Warning => 33,
            Style.Bad => 31,
            _ => 0,
        };
}
