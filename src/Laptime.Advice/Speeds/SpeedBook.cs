using System.Collections.Immutable;
using Laptime.Advice.Jobs;

namespace Laptime.Advice.Speeds;

/// <summary>
/// How fast one job goes wherever it may run. Asks its sources in order, first for the very number of devices, then for
/// one device to be scaled up. Remembers the answers. Not thread-safe.
/// </summary>
public sealed class SpeedBook(Job job, ImmutableArray<ISpeedSource> sources, Assumptions assumptions)
{
    private readonly Dictionary<Place, SpeedEstimate?> known = [];

    /// <summary>The job.</summary>
    public Job Job => job;

    /// <summary>The speed; null: nobody knows, or the number of devices is not a whole one.</summary>
    public SpeedEstimate? Find(string? device, decimal count, string? provider)
    {
        if (device is null ? count != 0 : count < 1 || count != decimal.Truncate(count) || count > 1_000_000)
        {
            return null;
        }
        Place place = new(device, device is null ? 1 : (int)count, provider);
        if (!known.TryGetValue(place, out SpeedEstimate? estimate))
        {
            estimate = Ask(place) ?? Scaled(place);
            known.Add(place, estimate);
        }
        return estimate;
    }

    /// <summary>How long the work takes, without set-up or interruptions; null: not known.</summary>
    public WorkTime? TimeOf(string? device, decimal count, string? provider) =>
        job.Work switch
        {
            Work.Items items => Find(device, count, provider) is { } speed ? WorkTime.OfItems(items, speed) : null,
            Work.Hours hours => TimeOf(hours, device, count, provider),
            Work.RunHours hours => OfRun(hours.Run) is { } reference && Find(device, count, provider) is { } speed
                ? WorkTime.OfHours(hours.Time, reference, speed)
                : null,
            _ => null,
        };

    /// <summary>The speed that an own run found; null: it did not measure the job.</summary>
    /// <param name="run"><c>last</c> or the beginning of an id.</param>
    public SpeedEstimate? OfRun(string run) => sources.OfType<OwnSpeeds>().FirstOrDefault()?.FindRun(job, run);

    private WorkTime? TimeOf(Work.Hours hours, string? device, decimal count, string? provider)
    {
        if (device == hours.Device && count == 1)
        {
            return WorkTime.OfSameDevice(hours, OwnSpeeds.UnitSpread(assumptions));
        }
        return
            Find(hours.Device, 1, null) is { IsUpperBound: false } reference
            && Find(device, count, provider) is { } speed
            ? WorkTime.OfHours(hours.Time, reference, speed)
            : null;
    }

    private SpeedEstimate? Ask(Place place)
    {
        foreach (ISpeedSource source in sources)
        {
            if (source.Find(job, place) is { } estimate)
            {
                return estimate;
            }
        }
        return null;
    }

    private SpeedEstimate? Scaled(Place place)
    {
        if (place.Count == 1 || Ask(place with { Count = 1 }) is not { IsUpperBound: false } one)
        {
            return null;
        }
        Scaling scaling = assumptions.Scaling;
        double doublings = Math.Log2(place.Count);
        string note = $"scaled from one device, {scaling.PerDoubling:0.##} for each doubling";
        SpeedError error = new(
            "scaling",
            doublings * Math.Log(scaling.Low / scaling.PerDoubling),
            doublings * Math.Log(scaling.High / scaling.PerDoubling)
        );
        return one with
        {
            ItemsPerSecond = one.ItemsPerSecond * place.Count * Math.Pow(scaling.PerDoubling, doublings),
            Errors = [.. one.Errors, error],
            Evidence = [.. one.Evidence.Select(e => e with { Note = e.Note is null ? note : $"{e.Note}; {note}" })],
        };
    }
}
