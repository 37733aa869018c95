using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// Reads lines by an expression of the user's: the group <c>step</c> is the count, the group <c>seconds</c> a step's
/// time by the program's own account. Runs in linear time whatever the expression (NonBacktracking).
/// </summary>
public sealed class PatternRecogniser : IRecogniser
{
    private const string Step = "step";
    private const string Time = "seconds";

    private readonly Regex lines;

    private PatternRecogniser(Regex lines) => this.lines = lines;

    /// <inheritdoc />
    public string Name => "pattern";

    /// <summary>Makes the recogniser.</summary>
    /// <param name="pattern">A regular expression with a group <c>step</c>.</param>
    /// <param name="objection">Why it cannot be used, one sentence; null if it can.</param>
    public static PatternRecogniser? Create(string pattern, out string? objection)
    {
        try
        {
            Regex regex = new(
                pattern,
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
                TimeSpan.FromMilliseconds(Figure.Patience)
            );
            objection = regex.GetGroupNames().Contains(Step, StringComparer.Ordinal)
                ? null
                : $"The pattern has no group called step; write the count as (?<step>\\d+), not in '{pattern}'.";
            return objection is null ? new PatternRecogniser(regex) : null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            objection = $"The pattern cannot be read: {e.Message}";
            return null;
        }
    }

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match match = lines.Match(line);
        return match.Success && Figure.Number(match, Step) is { } count
            ? new StepSign
            {
                Series = Step,
                Count = count,
                Stated = Figure.Duration(match, Time, 1),
            }
            : null;
    }
}
