using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Laptime.Observation.Signs;

namespace Laptime.Observation.Output;

/// <summary>A sign with the time at which its line arrived.</summary>
/// <param name="Ticks">Arrival, in ticks of the monotonic clock.</param>
/// <param name="Recogniser">Number of the recogniser.</param>
/// <param name="Sign">What the line said.</param>
public readonly record struct TimedSign(long Ticks, int Recogniser, StepSign Sign);

/// <summary>A line that names what goes on and counts nothing: saving, validating.</summary>
/// <param name="Ticks">Arrival.</param>
/// <param name="Activity">What it names.</param>
public readonly record struct TimedMark(long Ticks, Activity Activity);

/// <summary>
/// Reads a command's output as it arrives and keeps what it says of steps. Thread-safe: bytes may come from one thread
/// while another looks at what has been found.
/// </summary>
public sealed class SignLog
{
    private const int MostSigns = 2_000_000;
    private const int MostMarks = 100_000;

    private readonly ImmutableArray<IRecogniser> recognisers;
    private readonly Lock gate = new();
    private readonly List<TimedSign> signs = [];
    private readonly List<TimedMark> marks = [];
    private readonly Dictionary<int, OutputLines> lines = [];
    private readonly Dictionary<(int, string), string> series = [];

    /// <summary>A log with nothing in it.</summary>
    /// <param name="recognisers">Asked in this order; the first that knows a line has it.</param>
    public SignLog(ImmutableArray<IRecogniser> recognisers) => this.recognisers = recognisers;

    /// <summary>Recognisers by number.</summary>
    public ImmutableArray<IRecogniser> Recognisers => recognisers;

    /// <summary>The last line with a figure in it that nobody recognised; null if there was none. An example for the user's own pattern.</summary>
    public string? Unrecognised { get; private set; }

    /// <summary>Signs so far.</summary>
    public ImmutableArray<TimedSign> Signs
    {
        get
        {
            lock (gate)
            {
                return [.. signs];
            }
        }
    }

    /// <summary>Marks so far.</summary>
    public ImmutableArray<TimedMark> Marks
    {
        get
        {
            lock (gate)
            {
                return [.. marks];
            }
        }
    }

    /// <summary>Takes bytes that arrived together.</summary>
    /// <param name="stream">Which stream they came from: lines of two streams are not mixed.</param>
    /// <param name="ticks">When.</param>
    /// <param name="bytes">The bytes.</param>
    public void Add(int stream, long ticks, ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (!lines.TryGetValue(stream, out OutputLines? splitter))
            {
                splitter = new OutputLines();
                lines.Add(stream, splitter);
            }
            splitter.Add(ticks, bytes, Read);
        }
    }

    /// <summary>Reads the lines that have begun: no more bytes will come.</summary>
    public void Close()
    {
        lock (gate)
        {
            foreach (OutputLines splitter in lines.Values)
            {
                splitter.Flush(Read);
            }
        }
    }

    private void Read(string line, long ticks)
    {
        if (signs.Count >= MostSigns)
        {
            return;
        }
        try
        {
            if (line.AsSpan().ContainsAnyInRange('0', '9'))
            {
                for (int i = 0; i < recognisers.Length; i++)
                {
                    if (recognisers[i].Read(line) is { } sign)
                    {
                        signs.Add(new TimedSign(ticks, i, sign with { Series = Shared(i, sign.Series) }));
                        return;
                    }
                }
                Unrecognised = line;
            }
            if (marks.Count < MostMarks && Labels.OfLine(line) is { } activity)
            {
                marks.Add(new TimedMark(ticks, activity));
            }
        }
        catch (RegexMatchTimeoutException)
        {
            // A line that no expression can decide on in time is not recognised.
            Unrecognised = line;
        }
    }

    // One text for each series, however many lines name it.
    private string Shared(int recogniser, string name)
    {
        if (!series.TryGetValue((recogniser, name), out string? shared))
        {
            series.Add((recogniser, name), name);
            shared = name;
        }
        return shared;
    }
}
