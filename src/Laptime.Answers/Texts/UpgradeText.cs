using System.Collections.Immutable;
using System.Globalization;
using Laptime.Advice.Upgrades;
using Laptime.Answers.Offers;
using Laptime.Core.Catalogs;

namespace Laptime.Answers.Texts;

/// <summary>Upgrades of plans in few words.</summary>
public static class UpgradeText
{
    /// <summary>The plan: <c>Google Colab pro</c>.</summary>
    public static string Title(PlanOffers plan) =>
        plan.Plan is { } name ? $"{plan.Provider.Name} {name}" : plan.Provider.Name;

    /// <summary>What the upgrade costs, and how many hours were reckoned with.</summary>
    public static string Terms(UpgradeQuestion question)
    {
        string counted = question.HoursOn == HoursOn.From ? Title(question.From) : Title(question.To);
        return $"{question.AdditionalFee} more a month. {AdviceText.Digits(question.TrainingHours)} h of training a month, counted on {counted}.";
    }

    /// <summary>The device by its name, or by its id where the catalog does not know it.</summary>
    public static string NameOf(string id, UpgradeQuestion question) =>
        question.Desk.Catalog.Devices.TryGetValue(id, out DeviceModel? device) ? device.Name : id;

    /// <summary>What a speed-up rests on: <c>scores: aipaca-2021</c>, <c>3 workloads</c>.</summary>
    public static string RestsOn(SpeedUp up)
    {
        string?[] parts =
        [
            up.Score is { } score ? $"scores: {score.Source.Id}" : null,
            up.Workloads.Length switch
            {
                0 => null,
                1 => $"{up.Workloads[0].Workload}: {up.Workloads[0].Source.Id}",
                int count => $"{count} workloads",
            },
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>A ratio of speeds: <c>1.425</c>.</summary>
    public static string Ratio(double ratio) => ratio.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>The same as a factor: <c>× 1.425</c>.</summary>
    public static string Times(double ratio) => $"× {Ratio(ratio)}";

    /// <summary>What to keep in mind.</summary>
    public static ImmutableArray<string> Notes(UpgradeQuestion question)
    {
        List<string> notes = [];
        if (question.Steps.Length > 1)
        {
            notes.Add("Which device you get is not in your hands: the rows are the range.");
        }
        if (question.Steps.Any(step => step.SpeedUp is { MeanOfRatios: not null }))
        {
            notes.Add(
                "The mean of ratios is what 'on average so much faster' means; it overstates. Time is saved by the speed-up of the work you do: an overall score, else the geometric mean."
            );
        }
        else
        {
            notes.Add(
                "The speed-up is the ratio of the overall scores. The mean of the ratios of single networks is another figure, and a greater one."
            );
        }
        foreach (UpgradeStep step in question.Steps)
        {
            if (step.SpeedUp.Score is { Note: { } remark } score)
            {
                notes.Add($"{score.Source.Id} on {NameOf(step.SpeedUp.To, question)}: {remark}.");
            }
        }
        foreach (Offer offer in question.From.Offers.Concat(question.To.Offers).DistinctBy(o => (o.Provider, o.Source)))
        {
            if (offer.Source.AsOf is { } day && question.Desk.Market.AsOf.DayNumber - day.DayNumber > 730)
            {
                notes.Add(
                    $"Plan and price of {offer.Provider} are of {day:yyyy-MM-dd} ({offer.Source.Id}); newer ones are not known."
                );
            }
        }
        return [.. notes.Distinct(StringComparer.Ordinal)];
    }
}
