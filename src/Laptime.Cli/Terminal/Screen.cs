using System.Text;
using Laptime.Observation.Processes;

namespace Laptime.Cli.Terminal;

/// <summary>Where the program writes: results on standard output, everything else on standard error.</summary>
internal sealed class Screen : IDisposable
{
    private const int PipedWidth = 80;

    private readonly TextWriter notes;
    private readonly Ink notesInk;

    /// <summary>A screen on the given writers, which stay the caller's.</summary>
    /// <param name="results">Where results go.</param>
    /// <param name="notes">Where everything else goes.</param>
    /// <param name="resultsInk">Colour for results.</param>
    /// <param name="notesInk">Colour for everything else.</param>
    /// <param name="width">Columns for results.</param>
    public Screen(TextWriter results, TextWriter notes, Ink resultsInk, Ink notesInk, int width)
    {
        Results = results;
        Ink = resultsInk;
        Width = width;
        this.notes = notes;
        this.notesInk = notesInk;
    }

    /// <summary>Results; buffered until <see cref="Flush"/>. Never coloured except through <see cref="Ink"/>.</summary>
    public TextWriter Results { get; }

    /// <summary>Colour for <see cref="Results"/>.</summary>
    public Ink Ink { get; }

    /// <summary>Columns for <see cref="Results"/>; 80 where they are not shown on a terminal.</summary>
    public int Width { get; }

    /// <summary>Whether a display that rewrites itself makes sense: standard error is a terminal that can move its cursor.</summary>
    public static bool IsLive =>
        !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");

    /// <summary>Whether failures come with all their details.</summary>
    public bool IsVerbose { get; set; } = Environment.GetEnvironmentVariable("LAPTIME_DEBUG") is "1";

    /// <summary>Whether the terminal belongs to somebody else's program for now: nothing is said on its way out.</summary>
    public bool IsLent { get; set; }

    /// <summary>The same screen for a report that must leave standard output alone: its results go to standard error.</summary>
    public Screen ForNotes() =>
        new(notes, notes, notesInk, notesInk, Console.IsErrorRedirected ? PipedWidth : WindowWidth());

    /// <summary>The process's own standard streams, in UTF-8 whatever the locale says.</summary>
    public static Screen Open()
    {
        UTF8Encoding encoding = new(encoderShouldEmitUTF8Identifier: false);
        bool wantsColour =
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not "dumb";
        return new Screen(
            new StreamWriter(Console.OpenStandardOutput(), encoding, bufferSize: 16_384),
            new StreamWriter(Console.OpenStandardError(), encoding) { AutoFlush = true },
            new Ink(wantsColour && !Console.IsOutputRedirected),
            new Ink(wantsColour && !Console.IsErrorRedirected),
            Console.IsOutputRedirected ? PipedWidth : WindowWidth()
        );
    }

    /// <summary>Writes a line for the person at the terminal: progress, a report of what was changed.</summary>
    public void Say(string line) => notes.WriteLine(line);

    /// <summary>
    /// Puts a line of progress in place of the last one; nothing where standard error is no terminal. Empty text removes
    /// it. Any other line may be written after that.
    /// </summary>
    public void Rewrite(string line)
    {
        if (IsLive)
        {
            int width = WindowWidth() - 1;
            notes.Write($"\r{(line.Length > width ? line[..width] : line)}\e[K");
        }
    }

    /// <summary>Writes a line that should not be overlooked.</summary>
    public void Warn(string line) => notes.WriteLine($"{notesInk.Write("warning:", Style.Warning)} {line}");

    /// <summary>Says what went wrong: one sentence, and what to try.</summary>
    public void Complain(string sentence) => notes.WriteLine($"{notesInk.Write("laptime:", Style.Bad)} {sentence}");

    /// <summary>Says what went wrong, in the exception's own words; with its details where they are wanted.</summary>
    public void Report(Exception exception)
    {
        Complain(exception.Message.ReplaceLineEndings(" "));
        notes.WriteLine(IsVerbose ? exception.ToString() : "Details: run it again with --verbose.");
    }

    /// <summary>Hands over all results.</summary>
    /// <exception cref="IOException">They could not be written, for instance because the disk is full.</exception>
    public void Flush() => Results.Flush();

    /// <summary>Closes nothing: the streams belong to the process, and a failed flush has been reported already.</summary>
    public void Dispose() => notes.Flush();

    private static int WindowWidth() => TerminalWidth.Columns() ?? PipedWidth;
}
