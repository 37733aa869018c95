using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;

namespace Laptime.Workloads.Suites;

/// <summary>A suite as it is written; <see cref="Plan"/> turns it into cases for a machine.</summary>
public sealed record SuiteDefinition
{
    /// <summary>Name: <c>quick</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, one sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Raised whenever a result stops being comparable with earlier ones.</summary>
    public required int Version { get; init; }

    /// <summary>What the whole suite may take unless the user says otherwise.</summary>
    public required Seconds Budget { get; init; }

    /// <summary>Workloads with their batch, in order; those not in the suite by default have a batch for when they are asked for.</summary>
    public required ImmutableArray<(string Workload, int Batch, bool ByDefault)> Workloads { get; init; }

    /// <summary>Scenarios.</summary>
    public required ImmutableArray<Scenario> Scenarios { get; init; }

    /// <summary>Axes in which the suite differs from the workloads' defaults.</summary>
    public ImmutableSortedDictionary<string, int> Shape { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>All suites.</summary>
    public static ImmutableArray<SuiteDefinition> All { get; } =
    [
        new()
        {
            Name = "quick",
            Description = "Three networks, training and inference, stock and tuned, in about three minutes.",
            Version = 2,
            Budget = new Seconds(150),
            Workloads =
            [
                ("resnet50", 1, true),
                ("mobilenetv2", 2, true),
                ("distilbert", 1, true),
                ("bert-large", 1, false),
            ],
            Scenarios = [Scenario.Train, Scenario.Infer],
        },
        new()
        {
            // The batches of a published comparison of free GPUs, and the heads of eight classes of the training
            // script that it used (tlkh/tf-metal-experiments, 2021).
            Name = "throughput",
            Description = "Training throughput of four networks with the batch sizes of published comparisons.",
            Version = 2,
            Budget = new Seconds(600),
            Workloads =
            [
                ("resnet50", 32, true),
                ("mobilenetv2", 32, true),
                ("distilbert", 8, true),
                ("bert-large", 4, true),
            ],
            Scenarios = [Scenario.Train],
            Shape = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal).Add("classes", 8),
        },
    ];

    /// <summary>Why nothing can be planned for a selection, one sentence for the user; null if something can.</summary>
    public string? WhyNot(SuiteSelection selection)
    {
        if (selection.Workloads is { } wanted && wanted.FirstOrDefault(name => Find(name) is null) is { } unknown)
        {
            return $"There is no network called {unknown}; there are {string.Join(", ", Workloads.Select(entry => entry.Workload))}.";
        }
        return Choose(selection).Any(entry => HasAxes(entry.Workload, selection))
            ? null
            : $"None of the chosen networks has the axis {string.Join(" and ", selection.Shape.Keys)}; leave it out.";
    }

    /// <summary>Crosses the axes: every workload, scenario, batch, precision, number of threads and mode.</summary>
    /// <param name="selection">What the user wants different.</param>
    /// <param name="budget">Time for the whole suite; null: the suite's own.</param>
    /// <exception cref="ArgumentException"><see cref="WhyNot"/> has an objection.</exception>
    public Suite Plan(SuiteSelection selection, Seconds? budget)
    {
        if (WhyNot(selection) is { } reason)
        {
            throw new ArgumentException(reason, nameof(selection));
        }
        var cases =
            from entry in Choose(selection)
            where HasAxes(entry.Workload, selection)
            let shape = WorkloadDefinition.All[entry.Workload].Shape
            from scenario in selection.Scenarios ?? Scenarios
            from batch in selection.Batches ?? [ServingDefaults.Batch(scenario, entry.Batch)]
            from precision in selection.Precisions ?? [Precision.Fp32]
            from threads in selection.Threads
            from mode in selection.Modes ?? [Mode.Stock, Mode.Tuned]
            select new Case
            {
                Workload = entry.Workload,
                Scenario = scenario,
                Batch = batch,
                Precision = precision,
                Mode = mode,
                Device = selection.Device,
                Threads = threads,
                Shape = shape.SetItems(Shape.Where(axis => shape.ContainsKey(axis.Key))).SetItems(selection.Shape),
                Serving = ServingDefaults.Terms(
                    scenario,
                    WorkloadDefinition.All[entry.Workload].LatencyBound,
                    selection.Serving
                ),
            };
        return new Suite
        {
            Name = Name,
            Version = Version,
            Budget = budget ?? Budget,
            Cases = [.. cases.Distinct()],
        };
    }

    private static bool HasAxes(string workload, SuiteSelection selection) =>
        selection.Shape.Keys.All(WorkloadDefinition.All[workload].Shape.ContainsKey);

    private (string Workload, int Batch)? Find(string name) =>
        Workloads
            .Where(entry => entry.Workload == name)
            .Select(entry => ((string, int)?)(entry.Workload, entry.Batch))
            .FirstOrDefault();

    private IEnumerable<(string Workload, int Batch)> Choose(SuiteSelection selection) =>
        selection.Workloads is { } wanted
            ? wanted.Select(Find).OfType<(string, int)>()
            : Workloads.Where(entry => entry.ByDefault).Select(entry => (entry.Workload, entry.Batch));
}
