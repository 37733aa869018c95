using System.Collections.Immutable;
using Laptime.Advice.Speeds;
using Laptime.Advice.Upgrades;
using Laptime.Core.Quantities;

namespace Laptime.Answers.Offers;

/// <summary>A step up from one device to another within an upgrade of plans.</summary>
public sealed record UpgradeStep(SpeedUp SpeedUp, UpgradeWorth? Typical, UpgradeWorth? Low, UpgradeWorth? High);

/// <summary>Two plans and what the better one saves, device by device: which of them one gets is not in one's hands.</summary>
public sealed record UpgradeQuestion(
    AdviceDesk Desk,
    PlanOffers From,
    PlanOffers To,
    Usd AdditionalFee,
    double TrainingHours,
    HoursOn HoursOn,
    Usd? HourIsWorth,
    ImmutableArray<UpgradeStep> Steps
)
{
    /// <summary>Compares two plans.</summary>
    /// <exception cref="QuestionException">A plan is not known, or its fee or devices are not.</exception>
    public static UpgradeQuestion Of(
        AdviceDesk desk,
        string fromText,
        string toText,
        string? workload,
        double trainingHours,
        HoursOn hoursOn,
        Usd? hourIsWorth
    )
    {
        PlanOffers first = PlanSearch.Find(desk, fromText);
        PlanOffers second = PlanSearch.Find(desk, toText);
        if (workload is not null && !desk.Catalog.Speeds.Any(s => WorkloadName.Same(s.Workload, workload)))
        {
            throw new QuestionException($"No speeds of a workload '{workload}' are known.");
        }
        Usd fee = new(Fee(second, toText) - Fee(first, fromText));
        IEnumerable<UpgradeStep> steps =
            from origin in Devices(first, desk, fromText)
            from target in Devices(second, desk, toText)
            let speedUp = SpeedUp.Of(desk.Catalog.Speeds, origin, target, workload)
            select new UpgradeStep(
                speedUp,
                Worth(speedUp.Typical),
                Worth(speedUp.Range?.Low),
                Worth(speedUp.Range?.High)
            );
        return new UpgradeQuestion(desk, first, second, fee, trainingHours, hoursOn, hourIsWorth, [.. steps]);

        UpgradeWorth? Worth(double? ratio) =>
            ratio is { } known ? UpgradeWorth.Of(known, trainingHours, hoursOn, fee, hourIsWorth) : null;
    }

    private static decimal Fee(PlanOffers plan, string text) =>
        plan.MonthlyFee
        ?? throw new QuestionException($"What '{text}' costs a month is not known: it is not a plan with a fee.");

    private static ImmutableArray<string> Devices(PlanOffers plan, AdviceDesk desk, string text)
    {
        ImmutableArray<string> devices = PlanSearch.Devices(plan, desk.Catalog);
        return devices.IsEmpty ? throw new QuestionException($"Which devices '{text}' gives is not known.") : devices;
    }
}
