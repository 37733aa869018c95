using System.Text;
using Laptime.Cli.Terminal;
using Laptime.Core.AiBenchmark;
using Laptime.Formats;
using Laptime.Formats.AiBenchmark;

namespace Laptime.Cli.Results;

/// <summary>Imports printed output of the original AI-Benchmark, and says what came of it.</summary>
internal static class PrintedImport
{
    /// <summary>False after a complaint: nothing of the text is a run.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">What to call the file.</param>
    /// <param name="machine">What the user calls the machine; null: nothing.</param>
    /// <param name="error">Why it is no run of Laptime, where it looked like one; null where it did not.</param>
    /// <param name="stored">Where to.</param>
    /// <param name="screen">What to say it on.</param>
    /// <param name="cancellationToken">Gives up between runs.</param>
    public static async Task<bool> ImportAsync(
        byte[] content,
        string name,
        string? machine,
        FormatError? error,
        StoredRuns stored,
        Screen screen,
        CancellationToken cancellationToken
    )
    {
        string text = await DecodeAsync(content, cancellationToken);
        var output = PrintedOutput.Read(text);
        if (output.Runs.IsEmpty)
        {
            screen.Complain(
                error is not null
                    ? $"{name} cannot be imported: {error}. It takes what 'laptime results export' writes as JSON."
                    : $"{name} cannot be imported: it is neither JSON of 'laptime results export' nor has it a line such as "
                        + "'1.1 - inference | batch=50, size=224x224: 60.9 ± 0.7 ms' of the original AI-Benchmark."
            );
            return false;
        }
        string shown =
            content.Length > PrintedOutput.LongestText
                ? text[..Math.Min(text.Length, PrintedOutput.LongestText)]
                : text;
        foreach (PrintedRun printed in output.Runs)
        {
            ForeignRun run = new()
            {
                Name = machine,
                Run = printed,
                ImportedAt = TimeProvider.System.GetUtcNow(),
            };
            bool isNew = await stored.Foreign.ImportForeignAsync(run, shown, cancellationToken);
            Report(run, isNew, name, screen);
        }
        ReportRest(output, name, screen);
        if (text.Length > PrintedOutput.LongestText)
        {
            screen.Warn($"{name} is longer than {PrintedOutput.LongestText:N0} characters; the rest was left out.");
        }
        return true;
    }

    private static void Report(ForeignRun run, bool isNew, string name, Screen screen)
    {
        ScoreSheet sheet = run.Run.ToSheet(run.Id.ToString(), run.Name, asOf: null);
        string count = sheet.Figures.Length == 1 ? "1 sub-test" : $"{sheet.Figures.Length} sub-tests";
        string scores = string.Join(
            ", ",
            Enum.GetValues<ScoreName>()
                .Where(by => sheet.Of(by) is not null)
                .Select(by =>
                    $"{(by == ScoreName.Ai ? "AI" : by.ToString().ToLowerInvariant())} {sheet.Of(by)!.Value}"
                    + (sheet.Of(by)!.IsPartial ? " (partial)" : "")
                )
        );
        string state = isNew ? "is new" : "was here already";
        screen.Say(
            Prose.Printable($"{name}: {sheet.Machine} {state} as {ShortId.Of(run.Id)}, {count}; scores: {scores}.")
        );
        foreach (MissingSubTest failed in run.Run.Failed)
        {
            screen.Say(Prose.Printable($"  {failed.SubTest.Name} has no time: {failed.Reason}"));
        }
        foreach (string sentence in run.Run.Disagreements())
        {
            screen.Warn(sentence);
        }
    }

    private static void ReportRest(PrintedOutput output, string name, Screen screen)
    {
        if (output.Unread + output.Others == 0)
        {
            return;
        }
        List<string> counts = [];
        if (output.Unread > 0)
        {
            counts.Add(output.Unread == 1 ? "1 line of a sub-test" : $"{output.Unread} lines of sub-tests");
        }
        if (output.Others > 0)
        {
            counts.Add(output.Others == 1 ? "1 other line" : $"{output.Others} other lines");
        }
        string sentence = $"{name}: {string.Join(" and ", counts)} not understood, such as:";
        if (output.Unread > 0)
        {
            screen.Warn(sentence);
        }
        else
        {
            screen.Say(sentence);
        }
        foreach (string example in output.Examples)
        {
            screen.Say($"  {Prose.Printable(example)}");
        }
    }

    // A byte order mark tells UTF-16, as PowerShell redirects; what is no UTF-8 becomes a mark, which may stand for ±.
    private static async Task<string> DecodeAsync(byte[] content, CancellationToken cancellationToken)
    {
        int length = Math.Min(content.Length, 4 * PrintedOutput.LongestText);
        using StreamReader reader = new(
            new MemoryStream(content, 0, length),
            Encoding.UTF8,
            detectEncodingFromByteOrderMarks: true
        );
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
