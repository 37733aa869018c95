using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Answers.Results;
using Laptime.Cli.Reports;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Protocols;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Formats;
using Laptime.Formats.Sealing;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime results show</c>.</summary>
internal static class ResultsShowCommand
{
    private static readonly Option<bool> Raw = new("--raw")
    {
        Description = "Show every trial as well: its step time, blocks, warm-up and remarks.",
    };

    private static readonly Option<string?> Against = new("--against")
    {
        Description =
            "Machine against which an AI-Benchmark run stands out: a run, an import or a published name of 'laptime rank'; "
            + "the original's reference times unless it is given",
        HelpName = "MACHINE",
    };

    private static readonly Option<string?> Out = new("--out", "-o")
    {
        Description = "Write a picture of a sweep into a file: .svg",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace a picture that is there." };

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "show",
            "Shows what a run came to.",
            new Example("laptime results show", "the latest run"),
            new Example("laptime results show 0193a5f2 --raw", "a run with each of its trials"),
            new Example("laptime results show --json", "the figures, for programs")
        )
        {
            Arguments = { RunArguments.One },
            Options = { Raw, Against, Out, Force, ReadingOptions.Json },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                string? picture = parsed.GetValue(Out);
                bool force = parsed.GetValue(Force);
                if (picture is not null && SweepFile.WhyNot(picture, force) is { } noPicture)
                {
                    return UsageError.Report(command, noPicture, screen);
                }
                await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
                string text = parsed.GetRequiredValue(RunArguments.One);
                if (await ComparandSearch.FindAsync(text, stored, screen, cancellationToken) is not { } found)
                {
                    return ExitCode.Failed;
                }
                if (found.Sheet is { } sheet)
                {
                    return await ShowScoresAsync(sheet, found.Record, parsed, stored, screen, cancellationToken);
                }
                RunRecord record = found.Record!;
                ImmutableArray<CaseResult> results = await new Fleet().JudgeAsync(
                    stored.Store,
                    record.Run,
                    CaseSummary.Summarize(record, Protocol.Current),
                    cancellationToken
                );
                if (picture is not null && !await new SweepFile(picture, force).WriteAsync(record.Run, results, screen))
                {
                    return ExitCode.Failed;
                }
                if (parsed.GetValue(ReadingOptions.Json))
                {
                    JsonReport.Write(ResultDocument.Write(record.Run, results, RunSealing.Verify(record)), screen);
                    return ExitCode.Done;
                }
                if (CommandReport.IsOne(record))
                {
                    CommandReport.Write(record, screen);
                }
                else if (record.Run.Transfer is not null)
                {
                    TransferReport.Write(record.Run, results, screen);
                }
                else
                {
                    ResultReport.Write(record.Run, results, screen);
                }
                WriteNote(record, screen);
                if (parsed.GetValue(Raw))
                {
                    TrialReport.Write(record, screen);
                }
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static async Task<int> ShowScoresAsync(
        ScoreSheet sheet,
        RunRecord? record,
        ParseResult parsed,
        StoredRuns stored,
        Screen screen,
        CancellationToken cancellationToken
    )
    {
        ScoreSheet? reference = null;
        if (parsed.GetValue(Against) is { } against)
        {
            if (await ComparandSearch.FindAsync(against, stored, screen, cancellationToken) is not { } other)
            {
                return ExitCode.Failed;
            }
            reference = other.Sheet;
            if (reference is null)
            {
                screen.Complain($"'{against}' has no times of AI-Benchmark. See who has: laptime rank");
                return ExitCode.Failed;
            }
        }
        if (parsed.GetValue(ReadingOptions.Json))
        {
            ScoreJson.Write(sheet, reference, screen);
            return ExitCode.Done;
        }
        if (record is null)
        {
            ScoreReport.Write(sheet, reference, screen);
        }
        else
        {
            ClassicReport.Write(record, CaseSummary.Summarize(record, Protocol.Current), reference, screen);
            WriteNote(record, screen);
            if (parsed.GetValue(Raw))
            {
                TrialReport.Write(record, screen);
            }
        }
        return ExitCode.Done;
    }

    /// <summary>The user's note and what the seal tells; nothing of a run without either.</summary>
    private static void WriteNote(RunRecord record, Screen screen)
    {
        SealVerdict verdict = RunSealing.Verify(record);
        if (record.Run.Note is not null || record.Run.Seal is not null)
        {
            Table table = new(new Column(""), new Column("", Wraps: true));
            if (record.Run.Note is { } note)
            {
                table.Add(new Cell("Note", Style.Bold), note);
            }
            if (record.Run.Seal is not null)
            {
                table.Add(new Cell("Seal", Style.Bold), SealText.Of(verdict));
            }
            screen.Results.WriteLine();
            table.Write(screen);
        }
    }
}
