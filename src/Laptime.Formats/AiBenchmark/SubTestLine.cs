using System.Globalization;
using Laptime.Core.AiBenchmark;

namespace Laptime.Formats.AiBenchmark;

/// <summary>What a line says of one sub-test.</summary>
/// <param name="SubTest">Which one.</param>
/// <param name="Figure">Its times; null where there are none.</param>
/// <param name="Instead">What stands in place of the times; null where they are there.</param>
internal sealed record SubTestLine(SubTest SubTest, PrintedFigure? Figure, string? Instead)
{
    private const double LongestMilliseconds = 1e9;

    /// <summary>Characters between mean and deviation: ± and all that it turns into on its way.</summary>
    private const int LongestPlusMinus = 14;

    /// <summary>
    /// Looks for <c>5.2 - training  | batch=10, size=346x346: 1234 ± 5 ms</c> anywhere in the line. Kind, batch and size
    /// decide; they leave tests of the same shape open, which number or heading tell apart.
    /// </summary>
    /// <param name="line">The line.</param>
    /// <param name="heading">Test whose heading stood last; null: none.</param>
    /// <param name="looksLikeOne">Whether it seems to be the line of a sub-test, read or not.</param>
    public static SubTestLine? Read(string line, (int Number, int Test)? heading, out bool looksLikeOne)
    {
        looksLikeOne = false;
        foreach ((string word, bool isTraining) in new[] { ("inference", false), ("training", true) })
        {
            int at = line.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                continue;
            }
            LineScanner scanner = new(line) { At = at + word.Length };
            scanner.Pass("|");
            if (!scanner.TryWord("batch"))
            {
                continue;
            }
            looksLikeOne = true;
            return Read(ref scanner, isTraining, IdBefore(line.AsSpan(0, at)), heading);
        }
        return null;
    }

    private static SubTestLine? Read(ref LineScanner scanner, bool isTraining, int? id, (int Number, int Test)? heading)
    {
        scanner.Pass("=");
        int? batch = scanner.Count();
        int size = scanner.Rest.IndexOf("size", StringComparison.OrdinalIgnoreCase);
        if (size is < 0 or > 16)
        {
            return null;
        }
        // Something in between: search and replace has been at work. The batch is not to be trusted then.
        batch = scanner.Rest[..size].Trim(" ,").IsEmpty ? batch : null;
        scanner.At += size + "size".Length;
        scanner.Pass("=");
        int? height = scanner.Count();
        scanner.Pass();
        if (height is null || !(scanner.TryWord("x") || scanner.TryWord("×")))
        {
            return null;
        }
        scanner.Pass();
        if (scanner.Count() is not { } width)
        {
            return null;
        }
        scanner.Pass();
        if (!scanner.TryWord(":"))
        {
            return null;
        }
        SubTest[] candidates =
        [
            .. SubTests
                .Full.Concat(SubTests.Micro)
                .Where(test =>
                    test.Kind == SubTestKind.Training == isTraining
                    && test.Height == height
                    && test.Width == width
                    && (batch is null || test.Batch == batch)
                ),
        ];
        int? number = heading is { } known && (id is null || known.Number == id) ? known.Test : id;
        candidates = number is { } test ? [.. candidates.Where(candidate => candidate.Test == test)] : candidates;
        return candidates is [var only] ? WithTimes(only, ref scanner) : null;
    }

    private static SubTestLine? WithTimes(SubTest test, ref LineScanner scanner)
    {
        scanner.Pass();
        int start = scanner.At;
        if (scanner.Number() is not { } mean)
        {
            string instead = scanner.Rest.Trim().ToString();
            return instead.Length > 0
                ? new SubTestLine(test, null, instead.Length > 80 ? instead[..80] : instead)
                : null;
        }
        if (!(mean.Value is > 0 and < LongestMilliseconds))
        {
            scanner.At = start;
            return null;
        }
        ReadOnlySpan<char> rest = scanner.Rest;
        int digits = rest.IndexOfAnyInRange('0', '9');
        double? deviation = null;
        if (digits is > 0 and <= LongestPlusMinus && IsPlusMinus(rest[..digits]))
        {
            scanner.At += digits;
            deviation = scanner.Number()?.Value;
        }
        scanner.Pass();
        // Without its unit the line was cut off, perhaps in the middle of a number.
        return
            deviation is null && rest.TrimStart().StartsWith("ms", StringComparison.Ordinal)
            || deviation is not null && scanner.Rest.StartsWith("ms", StringComparison.Ordinal)
            ? new SubTestLine(test, new PrintedFigure(test, mean.Value, deviation, mean.Decimals), null)
            : null;
    }

    // A terminal that cannot print ± gets "ms, std:" from the original. Wrong encodings turn it into one to three marks,
    // none of them a letter of a unit; JSON writes \u00b1, whose digits are read as part of the mark.
    private static bool IsPlusMinus(ReadOnlySpan<char> between)
    {
        ReadOnlySpan<char> bare = between.Trim();
        return !bare.IsEmpty
            && (
                bare.Contains("std", StringComparison.OrdinalIgnoreCase)
                || !bare.Contains("ms", StringComparison.Ordinal) && bare.Length <= 6
            );
    }

    // "5.2 - " at the end: the number of the test. Behind a log prefix with numbers of its own only the last counts.
    private static int? IdBefore(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> rest = text.TrimEnd(" -–—|*");
        int end = rest.Length;
        int start = end;
        while (start > 0 && (char.IsAsciiDigit(rest[start - 1]) || rest[start - 1] == '.'))
        {
            start--;
        }
        ReadOnlySpan<char> id = rest[start..end];
        int dot = id.IndexOf('.');
        return
            dot is > 0 and <= 2
            && int.TryParse(id[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out int test)
            ? test
            : null;
    }
}
