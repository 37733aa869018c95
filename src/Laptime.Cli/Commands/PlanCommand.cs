using System.CommandLine;
using System.Globalization;
using Laptime.Advice.Jobs;
using Laptime.Answers.Offers;
using Laptime.Cli.Advising;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Quantities;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime plan</c>.</summary>
internal static class PlanCommand
{
    private static readonly Option<string?> On = new("--on")
    {
        Description = "Provider, or provider and plan: kaggle, colab-free",
        HelpName = "PLAN",
    };

    private static readonly Option<string?> Device = new("--device")
    {
        Description = "Device there; the fastest of the plan unless it is given",
        HelpName = "DEVICE",
    };

    private static readonly Option<Seconds?> BetweenInterruptions = AdviceOptions.Duration(
        "--between-interruptions",
        "Mean time between sessions that break off (once in the longest session)"
    );

    private static readonly Option<int?> SessionsPerDay = AdviceOptions.Of<int?>(
        "--sessions-per-day",
        "N",
        "Sessions that you start in a day (1)",
        text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is > 0 and <= 24
                ? count
                : null,
        "takes a whole number from 1 to 24"
    );

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "plan",
            "Plans a job in sessions that end on their own.",
            new Example("laptime plan dogs-cats-2019 --items 200 --on kaggle", "sessions, checkpoints, days"),
            new Example("laptime plan resnet50 --hours 40 --on-device t4 --on colab-free", "40 hours of a T4")
        );
        JobOptions.AddTo(command);
        command.Options.Add(On);
        command.Options.Add(Device);
        command.Options.Add(BetweenInterruptions);
        command.Options.Add(SessionsPerDay);
        AdviceOptions.AddMarket(command);
        command.Options.Add(ReadingOptions.Json);
        command.SetAction(
            (parsed, cancellationToken) =>
                Asking.AnswerAsync(
                    screen,
                    command,
                    async () =>
                    {
                        if (parsed.GetValue(On) is not { } on)
                        {
                            throw new QuestionException("Say where: --on kaggle.");
                        }
                        if (parsed.GetValue(BetweenInterruptions) is { Value: <= 0 })
                        {
                            throw new QuestionException("--between-interruptions takes a time above zero.");
                        }
                        AdviceDesk desk = await OpenedDesk.OpenAsync(parsed, screen, cancellationToken);
                        (Job job, IReadOnlyList<string> notes) = desk.JobOf(JobOptions.Read(parsed));
                        SessionQuestion question = SessionQuestion.Of(
                            desk,
                            job,
                            on,
                            parsed.GetValue(Device),
                            parsed.GetValue(BetweenInterruptions),
                            parsed.GetValue(SessionsPerDay) ?? 1
                        );
                        SessionPlanReport.Write(question, notes, parsed.GetValue(ReadingOptions.Json), screen);
                        return question.Now.Typical is null ? ExitCode.Failed : ExitCode.Done;
                    }
                )
        );
        return command;
    }
}
