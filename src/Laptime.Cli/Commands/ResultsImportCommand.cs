using System.CommandLine;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Runs;
using Laptime.Formats;
using Laptime.Formats.Sealing;
using Laptime.Store;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime results import</c>.</summary>
internal static class ResultsImportCommand
{
    private const string StandardInput = "-";

    private static readonly Argument<string[]> Files = new("files")
    {
        Description =
            "What 'laptime results export' wrote as JSON, or printed output of the original AI-Benchmark; - is standard "
            + "input",
        HelpName = "FILE…",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Name = new("--name")
    {
        Description = "What to call the machine of a printed output, which seldom names it.",
        HelpName = "TEXT",
    };

    private static readonly Option<bool> AcceptAltered = new("--accept-altered")
    {
        Description = "Take in runs whose data is not what was sealed; they are marked as altered.",
    };

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "import",
            "Adds runs from elsewhere. What is here already stays as it is; importing twice does no harm.",
            new Example("laptime results import run.json", "a run of another machine"),
            new Example("laptime results import -", "what an export elsewhere pipes in"),
            new Example("laptime results import --name 'old server' log.txt", "output of the original AI-Benchmark")
        )
        {
            Arguments = { Files },
            Options = { Name, AcceptAltered },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
                bool areAllIn = true;
                foreach (string file in parsed.GetRequiredValue(Files))
                {
                    areAllIn &= await ImportAsync(
                        file,
                        parsed.GetValue(Name),
                        parsed.GetValue(AcceptAltered),
                        stored,
                        screen,
                        cancellationToken
                    );
                }
                return areAllIn ? ExitCode.Done : ExitCode.Failed;
            }
        );
        return command;
    }

    /// <summary>False after a complaint: one bad file does not keep the others out.</summary>
    private static async Task<bool> ImportAsync(
        string file,
        string? machine,
        bool acceptAltered,
        StoredRuns stored,
        Screen screen,
        CancellationToken cancellationToken
    )
    {
        string name = file == StandardInput ? "Standard input" : file;
        try
        {
            byte[] content;
            await using (Stream stream = Open(file))
            {
                content = await RunDocument.ReadBytesAsync(stream, cancellationToken);
            }
            bool isJson =
                content.AsSpan().TrimStart("\uFEFF \t\r\n"u8).StartsWith("{"u8)
                || file.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
            ReadResult<RunRecord>? read = isJson ? RunDocument.Read(content) : null;
            if (read is not { IsRead: true })
            {
                return await PrintedImport.ImportAsync(
                    content,
                    name,
                    machine,
                    read?.Error,
                    stored,
                    screen,
                    cancellationToken
                );
            }
            SealVerdict verdict = RunSealing.Verify(read.Value);
            if (verdict.State == SealState.Altered && !acceptAltered)
            {
                screen.Complain(
                    $"{name}: run {ShortId.Of(read.Value.Run.Id)} was altered after it was sealed, and was left out: {verdict.Reason} "
                        + "--accept-altered takes it in, marked as altered."
                );
                return false;
            }
            ImportResult result = await stored.Store.ImportAsync(read.Value, cancellationToken);
            screen.Say(
                $"{name}: run {ShortId.Of(read.Value.Run.Id)} {ImportText.Of(result)}{SealText.Behind(verdict)}."
            );
            return true;
        }
        catch (Exception e) when (e is StoreException or IOException or UnauthorizedAccessException)
        {
            screen.Complain($"{name} cannot be imported: {e.Message.ReplaceLineEndings(" ")}");
            return false;
        }
    }

    private static Stream Open(string file) =>
        file == StandardInput ? Console.OpenStandardInput() : new FileStream(file, FileMode.Open, FileAccess.Read);
}
