using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Laptime.Answers.Reports;
using Laptime.Answers.Results;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Formats;
using Laptime.Store;
using Laptime.Web.Reports;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime report</c>.</summary>
internal static class ReportCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        WriteIndented = true,
    };

    private static readonly Option<string?> Out = new("--out", "-o")
    {
        Description = "File to write; standard output unless it is given",
        HelpName = "FILE",
    };

    private static readonly Option<Format?> As = new("--format")
    {
        Description =
            "html: one page that opens offline; md: tables; csv: a row a case; svg: the main chart; vega: its Vega-Lite "
            + "specification; notebook: a MIME bundle for Jupyter. By the file's ending, else md",
        HelpName = "html|md|csv|svg|vega|notebook",
        CustomParser = ReadFormat,
    };

    private static readonly Option<bool> WithNames = new("--with-names")
    {
        Description = "Keep host name and paths, which are left out otherwise.",
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace a file that is there." };

    private enum Format
    {
        Html,
        Md,
        Csv,
        Svg,
        Vega,
        Notebook,
    }

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "report",
            "Writes what runs came to into one file that can be mailed, or as Markdown, CSV or a picture.",
            new Example("laptime report last -o report.html", "one page with charts, opens offline"),
            new Example("laptime report last 0193a5f2 -o report.html", "two runs, compared"),
            new Example("laptime report last --format md", "tables, for an issue or a README"),
            new Example("laptime report last -o speeds.svg", "the main chart as a picture")
        )
        {
            Arguments = { RunArguments.Some },
            Options = { Out, As, WithNames, Force },
        };
        command.SetAction((parsed, cancellationToken) => WriteAsync(parsed, screen, cancellationToken));
        return command;
    }

    private static async Task<int> WriteAsync(ParseResult parsed, Screen screen, CancellationToken cancellationToken)
    {
        await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
        string[] texts = parsed.GetRequiredValue(RunArguments.Some);
        if (await stored.FindAllAsync(texts, RunShelf.Kept, cancellationToken) is not { } ids)
        {
            return ExitCode.Failed;
        }
        var runs = ImmutableArray.CreateBuilder<RunView>();
        Fleet fleet = new();
        foreach (Guid id in ids)
        {
            if (await RunView.ReadAsync(stored.Store, fleet, id, cancellationToken) is not { } view)
            {
                screen.Complain($"Run {id} was deleted for good this very moment.");
                return ExitCode.Failed;
            }
            runs.Add(parsed.GetValue(WithNames) ? view : view with { Record = Redaction.Apply(view.Record) });
        }
        Report report = new()
        {
            Runs = runs.DrainToImmutable(),
            ToolVersion = ProgramVersion.Number,
            WrittenAt = TimeProvider.System.GetUtcNow(),
        };
        string? path = parsed.GetValue(Out);
        Format format = parsed.GetValue(As) ?? FormatOf(path);
        if (await RenderAsync(report, format) is not { } text)
        {
            screen.Complain(
                report.Compared?.Problems.FirstOrDefault()
                    ?? "No case has a figure, so there is no chart. See why with: laptime results show"
            );
            return ExitCode.Failed;
        }
        if (path is null)
        {
            await screen.Results.WriteAsync(text);
            return ExitCode.Done;
        }
        try
        {
            await WholeFile.WriteAsync(
                path,
                parsed.GetValue(Force),
                stream => stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).AsTask()
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            screen.Complain($"Could not write {path}: {e.Message}");
            return ExitCode.Failed;
        }
        screen.Say($"Wrote {path}: {report.Title}.");
        return ExitCode.Done;
    }

    private static async Task<string?> RenderAsync(Report report, Format format) =>
        format switch
        {
            Format.Html => await ReportFile.RenderAsync(report),
            Format.Csv => Csv(report),
            Format.Svg => SvgReport.Draw(report),
            Format.Vega => report.MainChart is { } chart
                ? $"{NotebookReport.Standalone(chart).ToJsonString(Json)}\n"
                : null,
            Format.Notebook => $"{NotebookReport.Write(report).ToJsonString(Json)}\n",
            _ => MarkdownReport.Write(report),
        };

    private static string Csv(Report report)
    {
        using StringWriter writer = new();
        ResultCsv.Write(report.Runs.Select(view => (view.Run, view.Results)), writer);
        return writer.ToString();
    }

    private static Format FormatOf(string? path) =>
        Path.GetExtension(path)?.ToLowerInvariant() switch
        {
            ".html" or ".htm" => Format.Html,
            ".csv" => Format.Csv,
            ".svg" => Format.Svg,
            ".json" => Format.Vega,
            _ => Format.Md,
        };

    private static Format? ReadFormat(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        foreach (Format format in Enum.GetValues<Format>())
        {
            if (RunText.Word(format).Equals(text, StringComparison.Ordinal))
            {
                return format;
            }
        }
        result.AddError($"--format cannot be '{text}': html, md, csv, svg, vega or notebook.");
        return null;
    }
}
