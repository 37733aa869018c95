using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Laptime.Observation;

/// <summary>Keeps a command line without what looks like a password, a token or a key.</summary>
public static partial class SecretArguments
{
    private const string LeftOut = "(left out)";

    /// <summary>The line as one text, words with blanks in quotes, secrets replaced.</summary>
    /// <param name="line">Program and arguments.</param>
    /// <param name="replaced">How many secrets were replaced.</param>
    public static string Write(ImmutableArray<string> line, out int replaced)
    {
        List<string> words = [];
        replaced = 0;
        bool isValue = false;
        foreach (string word in line)
        {
            string kept = isValue && !word.StartsWith('-') ? LeftOut : Clean(word);
            replaced += kept == word ? 0 : 1;
            words.Add(word.Any(char.IsWhiteSpace) ? $"'{kept}'" : kept);
            isValue =
                word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal) && SecretName().IsMatch(word);
        }
        return string.Join(' ', words);
    }

    private static string Clean(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        string cleaned =
            equals > 0 && equals < word.Length - 1 && SecretName().IsMatch(word.AsSpan(0, equals))
                ? $"{word[..(equals + 1)]}{LeftOut}"
                : KnownToken().Replace(word, LeftOut);
        return UrlPassword().Replace(cleaned, LeftOut);
    }

    [GeneratedRegex(
        @"(?<![a-z])(password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|auth|credential|credentials|private[_-]?key)(?![a-z])",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex SecretName();

    // Hugging Face, GitHub, OpenAI and its kin, AWS, Slack, Google; 40 hexadecimal digits as Weights & Biases has them; JSON Web Tokens.
    [GeneratedRegex(
        @"(?<![A-Za-z0-9])(hf_[A-Za-z0-9]{16,}|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|sk-[\w-]{16,}|AKIA[A-Z0-9]{16}|xox[abprs]-[\w-]{10,}|AIza[\w-]{30,}|eyJ[\w-]+\.[\w-]+\.[\w-]+|[0-9a-f]{40})(?![A-Za-z0-9])",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex KnownToken();

    [GeneratedRegex(@"(?<=://[^/\s:@]+:)[^/\s@]+(?=@)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UrlPassword();
}
