using System.CommandLine;
using Laptime.Advice.Jobs;
using Laptime.Advice.Recommendations;
using Laptime.Answers.Offers;
using Laptime.Cli.Advising;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Quantities;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime recommend</c>.</summary>
internal static class RecommendCommand
{
    private static readonly Option<Usd?> Budget = AdviceOptions.Money("--budget", "The most it may cost");
    private static readonly Option<Seconds?> Deadline = AdviceOptions.Duration("--deadline", "The longest it may take");
    private static readonly Option<bool> Privacy = Flag(
        "--privacy",
        "No stranger's machine; the provider says how it protects data."
    );
    private static readonly Option<bool> NoCommitment = Flag("--no-commitment", "No term and no monthly fee.");
    private static readonly Option<bool> Notebook = Flag("--notebook", "Notebooks run there without further work.");
    private static readonly Option<bool> Persistent = Flag("--persistent", "Files outlive a session.");
    private static readonly Option<bool> ServiceLevel = Flag("--service-level", "Availability is promised.");
    private static readonly Option<bool> AllowUnknown = Flag("--allow-unknown", "What is not known passes.");

    private static readonly Option<string?> Framework = new("--framework")
    {
        Description = "Known to work well there: pytorch",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Region = new("--region")
    {
        Description = "eu, us, uk, ca, asia, or how a region's name begins",
        HelpName = "REGION",
    };

    private static readonly Option<int> Choices = AdviceOptions.Of<int>(
        "--choices",
        "N",
        "Most offers to recommend (3)",
        text => int.TryParse(text, out int count) && count > 0 ? count : 0,
        "takes a whole number above 0"
    );

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "recommend",
            "Recommends the best few offers for a job, and says what put the others out.",
            new Example("laptime recommend resnet50 --items 90M --budget 20 --deadline 8h", "costs"),
            new Example("laptime recommend bert-large --items 1M --privacy --region eu", "place")
        );
        JobOptions.AddTo(command);
        command.Options.Add(Budget);
        command.Options.Add(Deadline);
        command.Options.Add(Privacy);
        command.Options.Add(AdviceOptions.NoSpot);
        command.Options.Add(AdviceOptions.NoFree);
        command.Options.Add(NoCommitment);
        command.Options.Add(Framework);
        command.Options.Add(Notebook);
        command.Options.Add(Persistent);
        command.Options.Add(ServiceLevel);
        command.Options.Add(Region);
        command.Options.Add(AllowUnknown);
        command.Options.Add(Choices);
        AdviceOptions.AddMarket(command);
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
                        int most = parsed.GetValue(Choices) is > 0 and int given ? given : 3;
                        Constraints wanted = Wanted(parsed);
                        RecommendationQuestion question = RecommendationQuestion.Of(desk, job, wanted, most);
                        RecommendReport.Write(question, notes, parsed.GetValue(ReadingOptions.Json), screen);
                        return question.Answer.Choices.IsEmpty ? ExitCode.Failed : ExitCode.Done;
                    }
                )
        );
        return command;
    }

    private static Constraints Wanted(ParseResult parsed) =>
        new()
        {
            Budget = parsed.GetValue(Budget),
            Deadline = parsed.GetValue(Deadline),
            Privacy = parsed.GetValue(Privacy),
            NoSpot = parsed.GetValue(AdviceOptions.NoSpot),
            NoFree = parsed.GetValue(AdviceOptions.NoFree),
            NoCommitment = parsed.GetValue(NoCommitment),
            Framework = parsed.GetValue(Framework),
            Notebook = parsed.GetValue(Notebook),
            Persistent = parsed.GetValue(Persistent),
            ServiceLevel = parsed.GetValue(ServiceLevel),
            Region = parsed.GetValue(Region),
            AllowUnknown = parsed.GetValue(AllowUnknown),
        };

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };
}
