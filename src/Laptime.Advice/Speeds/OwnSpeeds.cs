using System.Collections.Immutable;
using System.Globalization;
using Laptime.Advice.Jobs;
using Laptime.Core.Cases;
using Laptime.Core.Catalogs;
using Laptime.Core.Findings;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Runs;

namespace Laptime.Advice.Speeds;

/// <summary>A result of a stored run, with the device on which it was measured.</summary>
/// <param name="Result">The result; measured.</param>
/// <param name="Device">Id of the device model; null: the processor.</param>
/// <param name="Platform">Id of the provider where it was measured; null: none was recognised.</param>
/// <param name="Source">The run and its day.</param>
public sealed record OwnSpeed(CaseResult Result, string? Device, string? Platform, Source Source)
{
    /// <summary>What a run is called as a source: <c>run 0190ab12</c>.</summary>
    /// <param name="id">The id, or its beginning.</param>
    public static string NameOf(string id) => $"run {id[..Math.Min(8, id.Length)]}";

    /// <summary>Valid results of a run on devices that the catalog knows, or on the processor.</summary>
    /// <param name="run">The run.</param>
    /// <param name="results">What its cases came to.</param>
    /// <param name="modelOf">Id of the device model of a GPU; null: the catalog does not know it.</param>
    public static IEnumerable<OwnSpeed> Of(Run run, ImmutableArray<CaseResult> results, Func<GpuFacts, string?> modelOf)
    {
        Source source = new(NameOf(run.Id.ToString()), DateOnly.FromDateTime(run.StartedAt.UtcDateTime));
        foreach (CaseResult result in results)
        {
            if (result is not { Status: CaseStatus.Measured, ItemsPerSecond: > 0, Grade: not Grade.X })
            {
                continue;
            }
            DeviceName at = result.Case.Device;
            GpuFacts? gpu = at.IsCpu ? null : run.Platform.Gpus.FirstOrDefault(g => g.Index == at.Index);
            string? device = gpu is null ? null : modelOf(gpu);
            if (at.IsCpu || device is not null)
            {
                yield return new OwnSpeed(result, device, run.Platform.Host.PlatformId, source);
            }
        }
    }
}

/// <summary>
/// Speeds from the user's own runs, the latest run first: the nearest batch, stock before tuned unless only that was measured, the newest.
/// Results on a processor hold for the same provider only: no two processors are alike.
/// </summary>
public sealed class OwnSpeeds(ImmutableArray<OwnSpeed> speeds, Assumptions assumptions, Mode mode) : ISpeedSource
{
    /// <summary>Half-range of 90 % of the logarithm between units of a model, from a half-width of 95 %.</summary>
    public static double UnitSpread(Assumptions assumptions) =>
        Math.Log(1 + assumptions.UnitHalfWidth) * SpeedError.EndOfRange / 1.959963984540054;

    /// <inheritdoc />
    public SpeedEstimate? Find(Job job, Place place)
    {
        if (place.Count != 1)
        {
            return null;
        }
        return Best(job, Candidates(job, place));
    }

    /// <summary>What one run found, on whatever machine it was; null: it did not measure the job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="run"><c>last</c> for the latest that did, or the beginning of an id.</param>
    public SpeedEstimate? FindRun(Job job, string run)
    {
        OwnSpeed[] known =
        [
            .. speeds.Where(own =>
                Matches(job, own)
                && (run == "last" || own.Source.Id.StartsWith(OwnSpeed.NameOf(run), StringComparison.OrdinalIgnoreCase))
            ),
        ];
        return known is [var latest, ..] ? Best(job, known.Where(own => own.Source == latest.Source)) : null;
    }

    /// <summary>Memory that the job took where it was measured on a device, at the batch asked for; null: never measured so.</summary>
    public Bytes? MemoryOf(Job job) =>
        speeds
            .Where(own => Matches(job, own) && job.Batch is { } batch && own.Result.Case.Batch == batch)
            .Max(own => own.Result.PeakDevice);

    private SpeedEstimate? Best(Job job, IEnumerable<OwnSpeed> candidates) =>
        candidates
            .OrderBy(own => job.Batch is { } batch ? Math.Abs(Math.Log((double)own.Result.Case.Batch / batch)) : 0)
            .ThenBy(own => own.Result.Case.Mode == mode ? 0 : 1)
            .ThenByDescending(own => own.Source.AsOf)
            .ThenByDescending(own => own.Result.ItemsPerSecond)
            .FirstOrDefault()
            is { } best
            ? Estimate(job, best)
            : null;

    private static bool Matches(Job job, OwnSpeed own) =>
        WorkloadName.Same(own.Result.Case.Workload, job.Workload)
        && own.Result.Case.Scenario == job.Scenario
        && (
            job.Precision is null
            || string.Equals(
                WorkloadName.Precision(job.Precision),
                own.Result.Case.Precision.ToString(),
                StringComparison.OrdinalIgnoreCase
            )
        );

    private IEnumerable<OwnSpeed> Candidates(Job job, Place place) =>
        speeds.Where(own =>
            own.Device == place.Device
            && (own.Device is not null || (own.Platform is not null && own.Platform == place.Provider))
            && Matches(job, own)
        );

    private SpeedEstimate Estimate(Job job, OwnSpeed own)
    {
        // A single launch has no interval of its own.
        double halfRange = own.Result.HalfWidth is { } halfWidth
            ? Math.Log(1 + halfWidth) * SpeedError.EndOfRange / 1.959963984540054
            : Math.Log(1 + assumptions.SinglePublishedSpread);
        Case measured = own.Result.Case;
        string?[] remarks =
        [
            measured.Batch == job.Batch ? null : $"batch {measured.Batch.ToString(CultureInfo.InvariantCulture)}",
            measured.Mode == mode ? null : measured.Mode.ToString().ToLowerInvariant(),
            own.Result.HalfWidth is null ? "a single launch: the range is assumed" : null,
        ];
        string note = string.Join("; ", remarks.Where(remark => remark is not null));
        return new SpeedEstimate
        {
            ItemsPerSecond = own.Result.ItemsPerSecond!.Value,
            Errors = [new SpeedError($"{own.Source.Id}/{measured.Id}", -halfRange, halfRange)],
            UnitSpread = UnitSpread(assumptions),
            Evidence = [new Evidence(EvidenceKind.OwnRun, own.Source, note.Length > 0 ? note : null)],
        };
    }
}
