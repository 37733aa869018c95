using System.Globalization;
using System.Text.Json;
using Laptime.Advice;
using Laptime.Advice.Jobs;
using Laptime.Advice.Markets;
using Laptime.Advice.Outlooks;
using Laptime.Advice.Speeds;
using Laptime.Core.Cases;
using Laptime.Core.Catalogs;

namespace Laptime.Cli.Reports;

/// <summary>The parts that the JSON documents of the advice share; docs/json-output.md describes them.</summary>
internal static class AdviceJson
{
    /// <summary>Members <c>job</c>.</summary>
    public static void WriteJob(Utf8JsonWriter json, Job job)
    {
        json.WriteStartObject("job");
        json.WriteString("workload", job.Workload);
        json.WriteString("scenario", job.Scenario == Scenario.Train ? "train" : "infer");
        json.WriteKnown("precision", job.Precision);
        WriteKnown(json, "batch", job.Batch);
        switch (job.Work)
        {
            case Work.Items items:
                json.WriteNumber("items", items.Count);
                break;
            case Work.Hours hours:
                json.WriteNumber("hours", hours.Time.Value / 3600);
                json.WriteString("on_device", hours.Device);
                break;
            case Work.RunHours hours:
                json.WriteNumber("hours", hours.Time.Value / 3600);
                json.WriteString("on_run", hours.Run);
                break;
        }
        WriteKnown(json, "memory_bytes", job.Memory?.Value);
        WriteKnown(json, "data_gb", (double?)job.StorageGb);
        WriteKnown(json, "setup_seconds", job.SetupTime?.Value);
        WriteKnown(json, "checkpoint_every_seconds", job.CheckpointEvery?.Value);
        json.WriteEndObject();
    }

    /// <summary>Member <c>market</c>.</summary>
    public static void WriteMarket(Utf8JsonWriter json, Market market)
    {
        json.WriteStartObject("market");
        json.WriteString("as_of", Day(market.AsOf));
        json.WriteNumber("offers", market.Offers.Length);
        json.WriteNumber("too_old", market.TooOld);
        json.WriteNumber("later", market.Later);
        json.WriteNumber("undated", market.Undated);
        json.WriteNumber("superseded", market.Superseded);
        json.WriteEndObject();
    }

    /// <summary>Member <c>assumptions</c>.</summary>
    public static void WriteAssumptions(Utf8JsonWriter json, Assumptions assumptions)
    {
        json.WriteStartObject("assumptions");
        json.WriteNumber("scaling_per_doubling", assumptions.Scaling.PerDoubling);
        json.WriteNumber("scaling_low", assumptions.Scaling.Low);
        json.WriteNumber("scaling_high", assumptions.Scaling.High);
        json.WriteNumber("spot_interruptions_per_hour", assumptions.SpotInterruptionsPerHour);
        json.WriteNumber("setup_seconds", assumptions.SetupTime.Value);
        json.WriteNumber("unit_half_width", assumptions.UnitHalfWidth);
        json.WriteNumber("single_published_spread", assumptions.SinglePublishedSpread);
        json.WriteEndObject();
    }

    /// <summary>Members that name an offer.</summary>
    public static void WriteOffer(Utf8JsonWriter json, Listing listing)
    {
        Offer offer = listing.Offer;
        json.WriteString("provider", offer.Provider);
        json.WriteString("instance", offer.Instance);
        json.WriteKnown("device", offer.Device);
        json.WriteKnown("raw_device", offer.RawDevice);
        json.WriteNumber("device_count", offer.DeviceCount);
        json.WriteString("pricing", offer.Pricing.ToString());
        json.WriteKnown("region", offer.Region);
        json.WriteKnown("zone", offer.Zone);
        json.WriteNumber("other_places", listing.OtherPlaces);
        WriteMoney(json, "price_usd_per_hour", offer.Price?.Value);
        WriteMoney(json, "monthly_fee_usd", offer.MonthlyFee?.Value);
        json.WriteKnown("price_as_of", offer.Source.AsOf is { } day ? Day(day) : null);
        json.WriteString("price_source", offer.Source.Id);
    }

    /// <summary>Members of an outlook: times, costs, their parts and evidence.</summary>
    public static void WriteOutlook(Utf8JsonWriter json, Outlook outlook)
    {
        json.WriteBoolean("at_least", outlook.IsAtLeast);
        json.WriteNumber("seconds", outlook.Time.Typical.Value);
        json.WriteNumber("seconds_low", outlook.Time.Low.Value);
        if (double.IsFinite(outlook.Time.High.Value))
        {
            json.WriteNumber("seconds_high", outlook.Time.High.Value);
        }
        json.WriteStartObject("time");
        json.WriteNumber("work_seconds", outlook.Schedule.Work.Value);
        json.WriteNumber("setup_seconds", outlook.Schedule.Setup.Value);
        json.WriteNumber("checkpoint_seconds", outlook.Schedule.Checkpoints.Value);
        json.WriteNumber("lost_seconds", outlook.Schedule.Lost.Value);
        json.WriteNumber("waiting_seconds", outlook.Schedule.Waiting.Value);
        json.WriteNumber("sessions", outlook.Schedule.Sessions);
        json.WriteNumber("interruptions", outlook.Schedule.Restarts);
        json.WriteEndObject();
        json.WriteNumber("cost_usd", outlook.Cost.Typical.Value);
        json.WriteNumber("cost_usd_low", outlook.Cost.Low.Value);
        WriteMoney(json, "cost_usd_high", outlook.Cost.High?.Value);
        json.WriteStartArray("cost");
        foreach (CostItem item in outlook.Items)
        {
            json.WriteStartObject();
            json.WriteString("for", Word(item.Kind));
            json.WriteNumber("usd", item.Amount.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString(
            "fit",
            outlook.Fit switch
            {
                Fit.Fits => "fits",
                Fit.TooSmall => "too_small",
                _ => "unknown",
            }
        );
        WriteEvidence(json, outlook.Work.Evidence);
        json.WriteStartArray("remarks");
        foreach (string remark in outlook.Remarks)
        {
            json.WriteStringValue(remark);
        }
        json.WriteEndArray();
    }

    /// <summary>Member <c>evidence</c>.</summary>
    public static void WriteEvidence(Utf8JsonWriter json, IEnumerable<Evidence> evidence)
    {
        json.WriteStartArray("evidence");
        foreach (Evidence item in evidence)
        {
            json.WriteStartObject();
            json.WriteString("kind", AdviceText.Word(item.Kind).Replace(' ', '_'));
            json.WriteString("source", item.Source.Id);
            json.WriteKnown("as_of", item.Source.AsOf is { } day ? Day(day) : null);
            json.WriteKnown("note", item.Note);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Writes a number, unless it is not known.</summary>
    public static void WriteKnown(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known && double.IsFinite(known))
        {
            json.WriteNumber(name, known);
        }
    }

    /// <summary>Writes an amount, unless it is not known.</summary>
    public static void WriteMoney(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
    }

    /// <summary>What a part of a bill is for.</summary>
    public static string Word(CostKind kind) =>
        kind switch
        {
            CostKind.Machine => "machine",
            CostKind.Rounding => "rounding",
            CostKind.Subscription => "subscription",
            CostKind.UnusedTerm => "unused_term",
            _ => "storage",
        };

    /// <summary>A day.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
