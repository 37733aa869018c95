using System.CommandLine;
using System.Text;
using Laptime.Advice.Jobs;
using Laptime.Answers.Offers;
using Laptime.Cli.Advising;
using Laptime.Cli.Reports;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime frontier</c>.</summary>
internal static class FrontierCommand
{
    private static readonly Option<string?> Out = new("--out", "-o")
    {
        Description = "Write the picture into a file: .svg or .html",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace a file that is there." };

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "frontier",
            "Shows the offers that no other beats on both time and cost.",
            new Example("laptime frontier resnet50 --items 90M", "picture, members, who beats whom"),
            new Example("laptime frontier dogs-cats-resnet50 --as-of 2018-12-31 --no-free", "the market of a day"),
            new Example("laptime frontier resnet50 --items 90M -o frontier.svg", "the picture, to show around")
        );
        JobOptions.AddTo(command);
        AdviceOptions.AddMarket(command);
        command.Options.Add(AdviceOptions.NoFree);
        command.Options.Add(AdviceOptions.NoSpot);
        command.Options.Add(AdviceOptions.AllPlaces);
        command.Options.Add(AdviceOptions.Limit);
        command.Options.Add(Out);
        command.Options.Add(Force);
        command.Options.Add(ReadingOptions.Json);
        command.SetAction(
            (parsed, cancellationToken) =>
                Asking.AnswerAsync(screen, command, () => AnswerAsync(parsed, screen, cancellationToken))
        );
        return command;
    }

    private static async Task<int> AnswerAsync(ParseResult parsed, Screen screen, CancellationToken cancellationToken)
    {
        string? path = parsed.GetValue(Out);
        bool isPage = path is not null && IsPage(path);
        AdviceDesk desk = await OpenedDesk.OpenAsync(parsed, screen, cancellationToken);
        (Job job, IReadOnlyList<string> notes) = desk.JobOf(JobOptions.Read(parsed));
        Survey survey = Survey.Of(
            desk,
            job,
            parsed.GetValue(AdviceOptions.NoFree),
            parsed.GetValue(AdviceOptions.NoSpot),
            parsed.GetValue(AdviceOptions.AllPlaces)
        );
        FrontierSurvey found = FrontierSurvey.Of(survey, cancellationToken);
        if (parsed.GetValue(ReadingOptions.Json))
        {
            FrontierReport.WriteJson(found, desk, screen);
        }
        else
        {
            FrontierReport.Write(found, desk, notes, parsed.GetValue(AdviceOptions.Limit), screen);
        }
        if (path is null)
        {
            return ExitCode.Done;
        }
        FrontierSvg picture = new(
            found,
            AdviceText.Describe(job),
            $"Prices as of {AdviceJson.Day(desk.Market.AsOf)}. Bars hold nine times in ten. The line joins the offers that none beats."
        );
        return await WriteAsync(path, parsed.GetValue(Force), isPage ? picture.DrawPage() : picture.Draw(), screen);
    }

    private static bool IsPage(string path) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".html" or ".htm" => true,
            ".svg" => false,
            _ => throw new QuestionException($"--out takes a file that ends in .svg or .html, not '{path}'."),
        };

    private static async Task<int> WriteAsync(string path, bool mayReplace, string picture, Screen screen)
    {
        try
        {
            await WholeFile.WriteAsync(
                path,
                mayReplace,
                stream => stream.WriteAsync(Encoding.UTF8.GetBytes(picture)).AsTask()
            );
            screen.Say($"Wrote {path}.");
            return ExitCode.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            screen.Complain($"Could not write {path}: {e.Message}");
            return ExitCode.Failed;
        }
    }
}
