using System.Collections.Immutable;
using Laptime.Advice.Speeds;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Outlooks;

/// <summary>Terms as far as time depends on them.</summary>
internal enum TermsKind
{
    Steady,
    Spot,
    Free,
    Subscription,
}

/// <summary>A schedule with its bill's numbers.</summary>
internal sealed record TimedPoint(RunSchedule Schedule, BilledTime Billed)
{
    public double Elapsed { get; } = Schedule.Elapsed.Value;
}

/// <summary>Time on all offers that share provider, devices and terms.</summary>
internal sealed class OutlookGroup
{
    private readonly Offer first;
    private readonly TermsKind terms;

    private OutlookGroup(Offer first, TermsKind terms, Unknown unknown)
    {
        this.first = first;
        this.terms = terms;
        Unknown = unknown;
    }

    public Unknown Unknown { get; }

    public Provider? Provider { get; private init; }

    public DeviceModel? Device { get; private init; }

    public WorkTime? Work { get; private init; }

    public Scheduling Scheduling { get; private init; } = null!;

    public Seconds? BillingStep { get; private init; }

    public TimedPoint Low { get; private init; } = null!;

    public TimedPoint Typical { get; private init; } = null!;

    /// <summary>Null where there is no upper end.</summary>
    public TimedPoint? High { get; private init; }

    public TimeRange Time { get; private init; }

    public ImmutableArray<string> Remarks { get; private init; } = [];

    public static TermsKind TermsOf(Pricing pricing) =>
        pricing switch
        {
            Pricing.Spot => TermsKind.Spot,
            Pricing.Free => TermsKind.Free,
            Pricing.Subscription => TermsKind.Subscription,
            _ => TermsKind.Steady,
        };

    /// <summary>Whether the offer belongs here, as far as that can be told without comparing texts.</summary>
    public bool Holds(Offer offer, TermsKind kind) =>
        kind == terms
        && ReferenceEquals(offer.Provider, first.Provider)
        && ReferenceEquals(offer.Device, first.Device)
        && offer.DeviceCount == first.DeviceCount
        && offer.BillingStep == first.BillingStep
        && (kind != TermsKind.Subscription || ReferenceEquals(offer.Instance, first.Instance));

    public static OutlookGroup Of(
        Offer offer,
        TermsKind terms,
        SpeedBook speeds,
        Catalog catalog,
        Assumptions assumptions
    )
    {
        Unknown problem = ProblemOf(offer);
        if (problem != Unknown.None)
        {
            return new OutlookGroup(offer, terms, problem);
        }
        WorkTime? work = speeds.TimeOf(offer.Device, offer.DeviceCount, offer.Provider);
        if (work is null)
        {
            return new OutlookGroup(offer, terms, Unknown.Speed);
        }
        catalog.Providers.TryGetValue(offer.Provider, out Provider? provider);
        OutlookGroupTerms around = OutlookGroupTerms.Of(offer, provider, speeds.Job, assumptions);
        Seconds? step = offer.BillingStep ?? provider?.BillingStep;
        if (Points(work, around.Scheduling, step) is not var (low, typical, high, time))
        {
            return new OutlookGroup(offer, terms, Unknown.NeverDone);
        }
        return new OutlookGroup(offer, terms, Unknown.None)
        {
            Provider = provider,
            Device = offer.Device is { } id && catalog.Devices.TryGetValue(id, out DeviceModel? model) ? model : null,
            Work = work,
            Scheduling = around.Scheduling,
            BillingStep = step,
            Low = low,
            Typical = typical,
            High = high,
            Time = time,
            Remarks = around.Remarks,
        };
    }

    private static Unknown ProblemOf(Offer offer) =>
        offer switch
        {
            { Device: null, RawDevice: not null } => Unknown.Device,
            { Device: null, DeviceCount: > 0 } => Unknown.Device,
            { DeviceCount: > 0 and < 1 } => Unknown.Share,
            _ when offer.DeviceCount != decimal.Truncate(offer.DeviceCount) => Unknown.Share,
            _ => Unknown.None,
        };

    /// <summary>
    /// The ends of the range: those of the speed and those of the interruptions, taken as independent, each measured
    /// from the typical time and combined as the root of the sum of squares.
    /// </summary>
    private static (TimedPoint Low, TimedPoint Typical, TimedPoint? High, TimeRange Time)? Points(
        WorkTime work,
        Scheduling scheduling,
        Seconds? step
    )
    {
        TimeRange range = work.Range;
        if (scheduling.Lay(range.Typical) is not { } typical || !Printable(typical))
        {
            return null;
        }
        RunSchedule low = scheduling.Lay(range.Low) ?? typical;
        RunSchedule? high = scheduling.Lay(range.High);
        if (scheduling.InterruptionsOf(range.Typical) is { } interruptions)
        {
            Seconds least = interruptions.LossAt(0.05);
            Seconds most = interruptions.LossAt(0.95);
            low = Shifted(typical, -Root(typical.Running - low.Running, typical.Lost - least));
            high = high is { } slow
                ? Shifted(typical, Root(slow.Running - typical.Running, most - typical.Lost))
                : null;
        }
        if (high is { } end && !Printable(end))
        {
            high = null;
        }
        TimedPoint Timed(in RunSchedule schedule) => new(schedule, BilledTime.Of(schedule, step));
        TimedPoint? highest = high is { } reached ? Timed(reached) : null;
        return (
            Timed(low),
            Timed(typical),
            highest,
            new TimeRange(low.Elapsed, typical.Elapsed, high?.Elapsed ?? new Seconds(double.PositiveInfinity))
        );
    }

    // Ten thousand years are as good as never, and more than a bill can hold.
    private static bool Printable(in RunSchedule schedule) => schedule.Elapsed.Value < 3e11;

    private static double Root(Seconds a, Seconds b) =>
        Math.Sqrt((Math.Max(0, a.Value) * Math.Max(0, a.Value)) + (Math.Max(0, b.Value) * Math.Max(0, b.Value)));

    // Only the time on the machine matters at the ends; which part of it grew is not told.
    private static RunSchedule Shifted(in RunSchedule typical, double seconds)
    {
        double least = typical.Setup.Value;
        double running = Math.Max(least, typical.Running.Value + seconds);
        return typical with { Lost = new Seconds(running - typical.Running.Value + typical.Lost.Value) };
    }
}
