using System.CommandLine;
using Laptime.Advice.Upgrades;
using Laptime.Answers.Offers;
using Laptime.Cli.Advising;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Quantities;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime worth</c>.</summary>
internal static class WorthCommand
{
    private static readonly Option<string?> From = Text("--from", "PLAN", "What you use now: colab-free");
    private static readonly Option<string?> To = Text("--to", "PLAN", "What you think of: colab-pro");

    private static readonly Option<double?> Hours = AdviceOptions.Number(
        "--hours-per-month",
        "H",
        "Hours a month on the platform, or at work on what is bought (20)"
    );

    private static readonly Option<double?> Share = AdviceOptions.Of<double?>(
        "--training-share",
        "PART",
        "Part of them in which the machine trains (0.5)",
        text => Amounts.Number(text) is { } value and <= 1 ? value : null,
        "takes a number from 0 to 1"
    );

    private static readonly Option<HoursOn?> CountedOn = AdviceOptions.Of<HoursOn?>(
        "--hours-on",
        "from|to",
        "On which of the two the hours are counted (from)",
        text =>
            text switch
            {
                "from" => HoursOn.From,
                "to" => HoursOn.To,
                _ => null,
            },
        "takes from or to"
    );

    private static readonly Option<Usd?> HourIsWorth = AdviceOptions.Money(
        "--hour-is-worth",
        "What an hour saved is worth to you: gives the break-even"
    );

    private static readonly Option<string?> Workload = Text("--workload", "NAME", "Compare at this workload only");
    private static readonly Option<string?> Buy = Text("--buy", "DEVICE", "Rent or buy: the device to buy");
    private static readonly Option<Usd?> Price = AdviceOptions.Money("--price", "What it costs");
    private static readonly Option<Usd?> Resale = AdviceOptions.Money("--resale", "What it brings in the end (0)");

    private static readonly Option<double?> Years = AdviceOptions.Of<double?>(
        "--years",
        "N",
        "Years until then (3)",
        text => Amounts.Number(text) is { } value and > 0 and <= 100 ? value : null,
        "takes a number above 0"
    );

    private static readonly Option<Usd?> PowerPrice = AdviceOptions.Money("--power-price", "Price of a kWh (0.30)");

    private static readonly Option<double?> Watts = AdviceOptions.Number(
        "--watts",
        "W",
        "Power at work with the machine around it; the device's limit unless it is given"
    );

    private static readonly Option<string?> Rent = Text("--rent", "OFFER", "The offer to rent: vast-ai/RTX 4090");
    private static readonly Option<Usd?> RentPrice = AdviceOptions.Money("--rent-price", "Its price an hour, instead");

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "worth",
            "Says what a better plan saves and costs, or whether to rent or to buy.",
            new Example("laptime worth --from colab-free --to colab-pro --hours-per-month 20", "an upgrade"),
            new Example("laptime worth --buy rtx-4090 --price 1800 --rent-price 0.40", "rent or buy")
        )
        {
            Options =
            {
                From,
                To,
                Hours,
                Share,
                CountedOn,
                HourIsWorth,
                Workload,
                Buy,
                Price,
                Resale,
                Years,
                PowerPrice,
                Watts,
                Rent,
                RentPrice,
                AdviceOptions.AsOf,
                AdviceOptions.MaxAge,
                ReadingOptions.Json,
            },
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                Asking.AnswerAsync(
                    screen,
                    command,
                    async () =>
                    {
                        AdviceDesk desk = await OpenedDesk.OpenAsync(parsed, screen, cancellationToken);
                        bool asJson = parsed.GetValue(ReadingOptions.Json);
                        if (parsed.GetValue(Buy) is { } device)
                        {
                            RentOrBuyReport.Write(RentOrBuyOf(parsed, desk, device), asJson, screen);
                        }
                        else
                        {
                            WorthReport.Write(UpgradeOf(parsed, desk), asJson, screen);
                        }
                        return ExitCode.Done;
                    }
                )
        );
        return command;
    }

    private static UpgradeQuestion UpgradeOf(ParseResult parsed, AdviceDesk desk)
    {
        if (parsed.GetValue(From) is not { } from || parsed.GetValue(To) is not { } to)
        {
            throw new QuestionException("Say what to compare: --from colab-free --to colab-pro, or --buy DEVICE.");
        }
        return UpgradeQuestion.Of(
            desk,
            from,
            to,
            parsed.GetValue(Workload),
            (parsed.GetValue(Hours) ?? 20) * (parsed.GetValue(Share) ?? 0.5),
            parsed.GetValue(CountedOn) ?? HoursOn.From,
            parsed.GetValue(HourIsWorth)
        );
    }

    private static RentOrBuyQuestion RentOrBuyOf(ParseResult parsed, AdviceDesk desk, string device)
    {
        if (parsed.GetValue(Price) is not { } price)
        {
            throw new QuestionException("Say what it costs: --price 1800.");
        }
        return RentOrBuyQuestion.Of(
            desk,
            device,
            price,
            parsed.GetValue(Resale) ?? Usd.Zero,
            parsed.GetValue(Years) ?? 3,
            parsed.GetValue(PowerPrice) ?? new Usd(0.30m),
            parsed.GetValue(Watts),
            parsed.GetValue(Rent),
            parsed.GetValue(RentPrice),
            parsed.GetValue(Hours) ?? 20,
            parsed.GetValue(Workload)
        );
    }

    private static Option<string?> Text(string name, string help, string description) =>
        new(name) { Description = description, HelpName = help };
}
