using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>What the words beside a counter say.</summary>
internal static partial class Labels
{
    /// <summary>What a label is about: <c>Validation DataLoader 0</c>, <c>Epoch 3</c>.</summary>
    public static Activity Activity(ReadOnlySpan<char> label) =>
        ValidationWord().IsMatch(label) && !TrainingWord().IsMatch(label)
            ? Signs.Activity.Validation
            : Signs.Activity.Training;

    /// <summary>What a line that counts nothing is about; null if it is neither validation nor saving.</summary>
    public static Activity? OfLine(string line) =>
        SavingWord().IsMatch(line) ? Signs.Activity.Saving
        : ValidationWord().IsMatch(line) && !TrainingWord().IsMatch(line) ? Signs.Activity.Validation
        : null;

    /// <summary>The label without the figures that change from epoch to epoch.</summary>
    public static string Normal(ReadOnlySpan<char> label)
    {
        Span<char> kept = label.Length <= 128 ? stackalloc char[label.Length] : new char[label.Length];
        int length = 0;
        foreach (char c in label)
        {
            bool isFigure = char.IsAsciiDigit(c) || c is '.' or ',' or '-' or '+';
            if (!isFigure)
            {
                kept[length++] = c;
            }
            else if (length == 0 || kept[length - 1] != '#')
            {
                kept[length++] = '#';
            }
        }
        return kept[..length].Trim().ToString();
    }

    [GeneratedRegex(
        @"(?<![a-z])(val|valid|validation|validating|validate|eval|evaluation|evaluating|evaluate|test|testing|sanity checking|predict|predicting|inference|map50|map50-95)(?![a-z])",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex ValidationWord();

    [GeneratedRegex(
        @"(?<![a-z])(train|training|trains)(?![a-z])",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex TrainingWord();

    [GeneratedRegex(
        @"(?<![a-z])(saving|saved|save|checkpoint)(?![a-z])",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex SavingWord();
}
