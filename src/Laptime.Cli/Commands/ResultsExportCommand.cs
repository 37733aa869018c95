using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Runs;
using Laptime.Formats;
using Laptime.Formats.Sealing;
using Laptime.Store;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime results export</c>.</summary>
internal static class ResultsExportCommand
{
    private const string StandardOutput = "-";

    private static readonly Option<string> Out = new("--out")
    {
        Description = "File to write; standard output unless it is given",
        HelpName = "FILE",
        DefaultValueFactory = _ => StandardOutput,
    };

    private static readonly Option<Format?> As = new("--format")
    {
        Description =
            "json: all there is, can be imported; csv: a row for each block; queries: CSV with a row for each query of a serving scenario. By the file's ending, else json",
        HelpName = "json|csv|queries",
        CustomParser = ReadFormat,
    };

    private static readonly Option<bool> WithNames = new("--with-names")
    {
        Description = "Keep host name and paths, which are left out otherwise.",
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace a file that is there." };

    private enum Format
    {
        Json,
        Csv,
        Queries,
    }

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "export",
            "Writes a run with every raw sample, without what names you or your machine.",
            new Example("laptime results export --out run.json", "the latest run, to keep or pass on"),
            new Example("laptime results export 0193a5f2 --format csv", "its blocks, for a spreadsheet")
        )
        {
            Arguments = { RunArguments.One },
            Options = { Out, As, WithNames, Force },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
                string text = parsed.GetRequiredValue(RunArguments.One);
                if (await stored.ReadAsync(text, cancellationToken) is not { } record)
                {
                    return ExitCode.Failed;
                }
                using SigningKey? key = EndedRuns.ReadKey(screen);
                record = await DepartingRuns.SealAsync(stored.Store, record, key, cancellationToken);
                bool withNames = parsed.GetValue(WithNames);
                record = withNames ? record : Redaction.Apply(record);
                string path = parsed.GetRequiredValue(Out);
                Format format = parsed.GetValue(As) ?? FormatOf(path);
                if (path == StandardOutput)
                {
                    await WriteAsync(record, format, screen.Results, cancellationToken);
                    return ExitCode.Done;
                }
                return await WriteFileAsync(path, parsed.GetValue(Force), WriteToAsync)
                    ? Report(path, record, withNames)
                    : ExitCode.Failed;

                async Task WriteToAsync(Stream stream)
                {
                    await using StreamWriter writer = new(stream, leaveOpen: true);
                    await WriteAsync(record, format, writer, cancellationToken);
                }
            }
        );
        return command;

        int Report(string path, RunRecord record, bool withNames)
        {
            string trials = record.Trials.Length == 1 ? "1 trial" : $"{record.Trials.Length} trials";
            string names = withNames ? "with host name and paths" : "without host name and paths";
            screen.Say($"Wrote {path}: run {ShortId.Of(record.Run.Id)}, {trials}, {names}.");
            return ExitCode.Done;
        }

        async Task<bool> WriteFileAsync(string path, bool mayReplace, Func<Stream, Task> write)
        {
            try
            {
                await WholeFile.WriteAsync(path, mayReplace, write);
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                screen.Complain($"Could not write {path}: {e.Message}");
                return false;
            }
        }
    }

    private static async Task WriteAsync(
        RunRecord record,
        Format format,
        TextWriter writer,
        CancellationToken cancellationToken
    )
    {
        if (format == Format.Csv)
        {
            await BlockCsv.WriteAsync(record, writer, cancellationToken);
        }
        else if (format == Format.Queries)
        {
            await QueryCsv.WriteAsync(record, writer, cancellationToken);
        }
        else
        {
            await writer.WriteLineAsync(Encoding.UTF8.GetString(RunDocument.Write(record)));
        }
    }

    private static Format FormatOf(string path) =>
        Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? Format.Csv : Format.Json;

    private static Format? ReadFormat(ArgumentResult result)
    {
        switch (result.Tokens[0].Value)
        {
            case "json":
                return Format.Json;
            case "csv":
                return Format.Csv;
            case "queries":
                return Format.Queries;
            case var other:
                result.AddError($"--format cannot be '{other}': json, csv or queries.");
                return null;
        }
    }
}
