using System.CommandLine;
using Laptime.Advice.Jobs;
using Laptime.Answers.Offers;
using Laptime.Cli.Advising;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime cost</c>.</summary>
internal static class CostCommand
{
    private static readonly Option<bool> Detail = new("--detail")
    {
        Description = "Show where time and money go, offer by offer.",
    };

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "cost",
            "Shows what a job takes and costs on each offer, with ranges.",
            new Example("laptime cost resnet50 --epochs 90 --dataset 1.28M", "ImageNet, cheapest first"),
            new Example("laptime cost bert-large --hours 10 --on-device t4", "what a T4 does in 10 hours"),
            new Example("laptime cost dogs-cats-resnet50 --as-of 2018-12-31", "the prices of a day")
        );
        JobOptions.AddTo(command);
        AdviceOptions.AddMarket(command);
        command.Options.Add(AdviceOptions.NoFree);
        command.Options.Add(AdviceOptions.NoSpot);
        command.Options.Add(AdviceOptions.AllPlaces);
        command.Options.Add(AdviceOptions.Limit);
        command.Options.Add(Detail);
        command.Options.Add(ReadingOptions.Json);
        command.SetAction(
            (parsed, cancellationToken) =>
                Asking.AnswerAsync(
                    screen,
                    command,
                    async () =>
                    {
                        AdviceDesk desk = await OpenedDesk.OpenAsync(parsed, screen, cancellationToken);
                        (Job job, IReadOnlyList<string> notes) = desk.JobOf(JobOptions.Read(parsed));
                        Survey survey = Survey.Of(
                            desk,
                            job,
                            parsed.GetValue(AdviceOptions.NoFree),
                            parsed.GetValue(AdviceOptions.NoSpot),
                            parsed.GetValue(AdviceOptions.AllPlaces)
                        );
                        if (parsed.GetValue(ReadingOptions.Json))
                        {
                            CostReport.WriteJson(survey, desk, screen);
                        }
                        else
                        {
                            int limit = parsed.GetValue(AdviceOptions.Limit);
                            bool detail = parsed.GetValue(Detail);
                            CostReport.Write(survey, desk, notes, limit, detail, screen);
                        }
                        return ExitCode.Done;
                    }
                )
        );
        return command;
    }
}
