using System.Collections.Immutable;
using System.Globalization;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Core.Statistics;
using Laptime.Core.Trials;

namespace Laptime.Core.AiBenchmark;

/// <summary>Makes a score sheet of a run. A pure function of what is stored.</summary>
public static class RunScores
{
    /// <summary>Whether a run followed the original's own procedure, so that it scores. Our own protocol never does.</summary>
    public static bool IsClassic(Run run) => IsClassic(run.Suite.Name, run.Tier);

    /// <summary>The same, by what a list tells of a run.</summary>
    public static bool IsClassic(string suite, Tier tier) =>
        tier == Tier.Fixed && suite is AiBenchmarkSuite.Name or AiBenchmarkSuite.MicroName;

    /// <summary>
    /// The sheet of a classic run. Mean and deviation are those of the blocks of the measurement phase that are not
    /// dropped; several launches are averaged. Sub-tests of the run's own cases that have no figure are missing with the
    /// reason, and so is every other sub-test of a kind that the run measured.
    /// </summary>
    /// <param name="record">Run and trials.</param>
    /// <exception cref="ArgumentException">The run is not classic.</exception>
    public static ScoreSheet Of(RunRecord record)
    {
        Run run = record.Run;
        if (!IsClassic(run))
        {
            throw new ArgumentException("Only a run of the classic procedure scores.", nameof(record));
        }
        var figures = ImmutableArray.CreateBuilder<SubTestFigure>();
        var missing = ImmutableArray.CreateBuilder<MissingSubTest>();
        ILookup<SubTest, Trial> trials = record
            .Trials.Select(trial => (Test: SubTests.Of(trial.Case), Trial: trial))
            .Where(pair => pair.Test is not null)
            .ToLookup(pair => pair.Test!, pair => pair.Trial);
        HashSet<SubTest> planned =
        [
            .. run.Suite.Cases.Select(SubTests.Of).OfType<SubTest>(),
            .. trials.Select(t => t.Key),
        ];
        HashSet<SubTestKind> kinds = [.. planned.Select(test => test.Kind)];
        foreach (SubTest test in SubTests.Full.Concat(SubTests.Micro).Where(test => kinds.Contains(test.Kind)))
        {
            if (FigureOf(test, trials[test]) is { } figure)
            {
                figures.Add(figure);
            }
            else
            {
                missing.Add(
                    new MissingSubTest(test, planned.Contains(test) ? Reason(trials[test]) : "not part of the run")
                );
            }
        }
        return new ScoreSheet
        {
            Id = run.Id.ToString(),
            Machine = MachineOf(run),
            Provenance = Provenance.Run,
            Origin = $"libtorch {run.Platform.Engine?.Version ?? "unknown"}",
            AsOf = DateOnly.FromDateTime(run.StartedAt.UtcDateTime),
            Figures = figures.ToImmutable(),
            Missing = missing.ToImmutable(),
        };
    }

    /// <summary>The device that was measured, by its vendor's name where it is known.</summary>
    public static string MachineOf(Run run)
    {
        Case? first = run.Suite.Cases.FirstOrDefault();
        DeviceName device = first?.Device ?? DeviceName.Cpu;
        if (!device.IsCpu)
        {
            return run.Platform.Gpus.FirstOrDefault(gpu => gpu.Index == device.Index)?.Name ?? device.ToString();
        }
        string model = run.Platform.Cpu.Model ?? "processor";
        return first is null
            ? model
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{model}, {first.Threads} {(first.Threads == 1 ? "thread" : "threads")}"
            );
    }

    private static SubTestFigure? FigureOf(SubTest test, IEnumerable<Trial> trials)
    {
        TrialSamples[] valid =
        [
            .. trials
                .OrderBy(trial => trial.Launch)
                .Select(trial => trial.Outcome)
                .OfType<TrialOutcome.Measured>()
                .Select(outcome => outcome.Samples)
                .Where(samples => samples.InvalidReason is null),
        ];
        double[][] launches = [.. valid.Select(Kept).Where(kept => kept.Length > 0)];
        if (launches.Length == 0)
        {
            return null;
        }
        Moments[] moments = [.. launches.Select(kept => Moments.Of(kept))];
        double mean = moments.Average(launch => launch.Mean);
        return new SubTestFigure
        {
            SubTest = test,
            Mean = new Seconds(mean),
            Deviation = new Seconds(Math.Sqrt(launches.Average(Variance))),
            Iterations = launches.Sum(kept => kept.Length),
            PeakMemory = valid.Max(samples => samples.PeakDevice ?? samples.PeakResident),
            Launches = launches.Length < 2 ? [] : [.. moments.Select(launch => new Seconds(launch.Mean))],
        };
    }

    private static double[] Kept(TrialSamples samples) =>
        [
            .. samples
                .Blocks.Where(block => block.Phase == Phase.Measurement && block.Dropped is null)
                .Select(block => block.PerStep.Value)
                .Where(seconds => seconds > 0 && double.IsFinite(seconds)),
        ];

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }

    private static string Reason(IEnumerable<Trial> trials)
    {
        foreach (TrialOutcome outcome in trials.Select(trial => trial.Outcome))
        {
            switch (outcome)
            {
                case TrialOutcome.Skipped skipped:
                    return skipped.Reason;
                case TrialOutcome.Failed failed:
                    return failed.Attempted;
                case TrialOutcome.Measured { Samples.InvalidReason: { } reason }:
                    return reason;
                case TrialOutcome.Measured:
                    return "no iteration was kept";
            }
        }
        return "not measured yet";
    }
}
