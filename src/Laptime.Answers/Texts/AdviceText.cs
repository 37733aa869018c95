using System.Collections.Immutable;
using System.Globalization;
using Laptime.Advice;
using Laptime.Advice.Jobs;
using Laptime.Advice.Markets;
using Laptime.Advice.Speeds;
using Laptime.Core.Cases;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Answers.Texts;

/// <summary>Advice in few words.</summary>
public static class AdviceText
{
    /// <summary>A time with the unit that fits: <c>18.2 min</c>, <c>9.2 h</c>, <c>3.4 days</c>.</summary>
    public static string Time(Seconds time)
    {
        (double factor, string unit) = Unit(time);
        return $"{Digits(time.Value / factor)} {unit}";
    }

    /// <summary>The ends of a range in the unit of what is typical: <c>16 to 21</c>; <c>or more</c> without an upper end.</summary>
    public static string Range(TimeRange range)
    {
        (double factor, _) = Unit(range.Typical);
        return double.IsFinite(range.High.Value)
            ? Ends(Digits(range.Low.Value / factor), Digits(range.High.Value / factor))
            : "or more";
    }

    /// <summary>The ends of a range of money; <c>or more</c> without an upper end.</summary>
    public static string Range(CostRange range) =>
        range.High is { } high ? Ends($"{range.Low}", $"{high}"[1..]) : "or more";

    /// <summary>The offer without its terms: <c>aws-ec2 p3.2xlarge</c>.</summary>
    public static string Name(Offer offer) => $"{offer.Provider} {offer.Instance}";

    /// <summary>Device and terms: <c>8 × V100, spot, us-east-1 and 3 more places</c>.</summary>
    public static string Terms(Listing listing, Catalog catalog)
    {
        Offer offer = listing.Offer;
        string?[] parts =
        [
            Devices(offer, catalog),
            offer.Pricing.ToString(),
            ((offer.Zone ?? offer.Region)?.Trim(' ', ','), listing.OtherPlaces) switch
            {
                (null, _) => null,
                ({ } place, 0) => place,
                ({ } place, 1) => $"{place} and 1 more place",
                ({ } place, int others) => $"{place} and {others} more places",
            },
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>The devices: <c>8 × V100</c>.</summary>
    public static string Devices(Offer offer, Catalog catalog)
    {
        string name =
            offer.Device is { } id && catalog.Devices.TryGetValue(id, out DeviceModel? model)
                ? model.Name
                : offer.Device ?? offer.RawDevice ?? "processor only";
        return offer.DeviceCount is 0 or 1
            ? name
            : string.Create(CultureInfo.InvariantCulture, $"{offer.DeviceCount:0.##} × {name}");
    }

    /// <summary>What a time rests on: <c>hale-2018, 2018-11</c>, <c>run 0193a5f2, 2026-11</c>.</summary>
    public static string Evidence(ImmutableArray<Evidence> evidence)
    {
        Evidence first = evidence[0];
        // Own runs and stated hours say so in their source; only an estimate needs a word.
        string kind = first.Kind == EvidenceKind.Estimate ? "estimate: " : "";
        string sources = string.Join(", ", evidence.Select(e => e.Source.Id).Distinct(StringComparer.Ordinal));
        string when = evidence.Max(e => e.Source.AsOf) is { } date
            ? string.Create(CultureInfo.InvariantCulture, $", {date:yyyy-MM}")
            : "";
        return $"{kind}{sources}{when}";
    }

    /// <summary>Everything that was assumed to use the evidence; empty: nothing.</summary>
    public static string EvidenceNote(ImmutableArray<Evidence> evidence) =>
        string.Join("; ", evidence.Select(e => e.Note).OfType<string>().Distinct(StringComparer.Ordinal));

    /// <summary>A kind of evidence, as it is written in JSON.</summary>
    public static string Word(EvidenceKind kind) =>
        kind switch
        {
            EvidenceKind.OwnRun => "own run",
            EvidenceKind.Published => "published",
            EvidenceKind.Stated => "stated",
            _ => "estimate",
        };

    /// <summary>The job: <c>resnet50 training, 90,000,000 items, fp32</c>.</summary>
    public static string Describe(Job job)
    {
        string?[] parts =
        [
            $"{job.Workload} {(job.Scenario == Scenario.Train ? "training" : "inference")}",
            job.Work switch
            {
                Work.Items { Count: 0 } => null,
                Work.Items { Count: 1 } => "the whole job once",
                Work.Items items => string.Create(CultureInfo.InvariantCulture, $"{items.Count:N0} items"),
                Work.Hours hours => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{hours.Time.Value / 3600:0.##} h on {hours.Device}"
                ),
                Work.RunHours hours => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{hours.Time.Value / 3600:0.##} h on the machine of {(hours.Run == "last" ? "your last run" : $"run {hours.Run}")}"
                ),
                _ => null,
            },
            job.Precision,
            job.Batch is { } batch ? $"batch {batch}" : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>A probability: <c>97 %</c>, <c>&lt; 1 %</c>.</summary>
    public static string Percent(double probability) =>
        probability switch
        {
            0 => "0 %",
            < 0.005 => "< 1 %",
            1 => "100 %",
            > 0.995 => "> 99 %",
            _ => string.Create(CultureInfo.InvariantCulture, $"{probability * 100:0} %"),
        };

    /// <summary>Three significant digits without an exponent.</summary>
    public static string Digits(double value) =>
        Math.Abs(value) switch
        {
            0 => "0",
            >= 99.95 => value.ToString("N0", CultureInfo.InvariantCulture),
            >= 9.995 => value.ToString("0.0", CultureInfo.InvariantCulture),
            >= 0.1 => value.ToString("0.00", CultureInfo.InvariantCulture),
            _ => value.ToString("G2", CultureInfo.InvariantCulture),
        };

    private static string Ends(string low, string high) => low.TrimStart('$') == high ? "exactly" : $"{low} to {high}";

    private static (double Factor, string Unit) Unit(Seconds time) =>
        time.Value switch
        {
            < 120 => (1, "s"),
            < 7200 => (60, "min"),
            < 72 * 3600 => (3600, "h"),
            _ => (86_400, "days"),
        };
}
