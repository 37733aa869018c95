using System.Collections.Immutable;
using Laptime.Advice.Jobs;
using Laptime.Core.Catalogs;

namespace Laptime.Advice.Speeds;

/// <summary>
/// Speeds that others published. Of each source the figure with the batch nearest to the job's counts, or the fastest
/// where the job leaves the batch open; several sources span the range.
/// </summary>
public sealed class PublishedSpeeds(ImmutableArray<PublishedSpeed> speeds, Assumptions assumptions) : ISpeedSource
{
    /// <inheritdoc />
    public SpeedEstimate? Find(Job job, Place place)
    {
        PublishedSpeed[] known =
        [
            .. speeds.Where(speed =>
                speed.Device == place.Device
                && speed.DeviceCount == place.Count
                && speed.Scenario == job.Scenario
                && WorkloadName.Same(speed.Workload, job.Workload)
                && Fits(job.Precision, speed.Precision)
                && speed.ItemsPerSecond > 0
            ),
        ];
        if (known.Any(speed => speed.Provider is not null && speed.Provider == place.Provider))
        {
            known = [.. known.Where(speed => speed.Provider == place.Provider)];
        }
        PublishedSpeed[] figures = [.. known.Where(speed => !speed.IsUpperBound)];
        return figures.Length > 0 ? Combine(job, place, figures)
            : known.Length > 0 ? Bound(known)
            : null;
    }

    // What is not told was single precision before automatic mixed precision came; the note says so.
    private static bool Fits(string? wanted, string? found) =>
        wanted is null || WorkloadName.Precision(found ?? "fp32") == WorkloadName.Precision(wanted);

    private static PublishedSpeed[] BestOfEachSource(Job job, PublishedSpeed[] figures) =>
        [
            .. figures
                .GroupBy(speed => (speed.Source.Id, speed.Source.AsOf, speed.Software))
                .Select(source =>
                    job.Batch is { } batch
                        ? source.MinBy(speed => speed.Batch is { } own ? Math.Abs(Math.Log((double)own / batch)) : 99)!
                        : source.MaxBy(speed => speed.ItemsPerSecond)!
                ),
        ];

    private SpeedEstimate Combine(Job job, Place place, PublishedSpeed[] figures)
    {
        PublishedSpeed[] best = BestOfEachSource(job, figures);
        double low = best.Min(speed => speed.Range?.Low ?? speed.ItemsPerSecond);
        double high = best.Max(speed => speed.Range?.High ?? speed.ItemsPerSecond);
        double typical =
            best.Length == 1 ? best[0].ItemsPerSecond : Math.Exp(best.Average(s => Math.Log(s.ItemsPerSecond)));
        // Runs of one author on one unit agree better than two authors do.
        double least = Math.Log(1 + assumptions.SinglePublishedSpread);
        SpeedError error = new(
            $"published/{place.Device}/{place.Count}/{best[0].Provider}",
            -Math.Max(least, Math.Log(typical / low)),
            Math.Max(least, Math.Log(high / typical))
        );
        return new SpeedEstimate
        {
            ItemsPerSecond = typical,
            Errors = [error],
            UnitSpread = OwnSpeeds.UnitSpread(assumptions),
            Evidence = [.. best.Select(speed => EvidenceOf(job, speed))],
        };
    }

    private static SpeedEstimate Bound(PublishedSpeed[] bounds)
    {
        PublishedSpeed least = bounds.MinBy(speed => speed.ItemsPerSecond)!;
        return new SpeedEstimate
        {
            ItemsPerSecond = least.ItemsPerSecond,
            IsUpperBound = true,
            Errors = [],
            UnitSpread = 0,
            Evidence = [new Evidence(EvidenceKind.Published, least.Source, "the source only says: no faster")],
        };
    }

    private static Evidence EvidenceOf(Job job, PublishedSpeed speed)
    {
        string?[] remarks =
        [
            speed.Batch is { } batch && batch != job.Batch ? $"batch {batch}" : null,
            speed.Precision is null && job.Precision is not null ? "precision not told, taken as fp32" : null,
            speed.Note,
        ];
        string note = string.Join("; ", remarks.Where(remark => remark is not null));
        return new Evidence(EvidenceKind.Published, speed.Source, note.Length > 0 ? note : null);
    }
}
