using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Torch;
using Laptime.Torch.Operators;
using Laptime.Torch.Optim;
using Laptime.Torch.Tensors;
using Laptime.Workloads.AiBenchmark;
using Laptime.Workloads.Networks;
using Laptime.Workloads.Suites;

namespace Laptime.Workloads;

/// <summary>A network with what is needed to train it: input, labels, optimizer.</summary>
public sealed record WorkloadDefinition
{
    /// <summary>Axis of recurrent networks: 1 runs whole sequences in one kernel; absent, as in cases that score: step by step.</summary>
    public const string FusedAxis = "fused";

    /// <summary>Name in cases: <c>resnet50</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>What one item is.</summary>
    public required string ItemName { get; init; }

    /// <summary>Axes of its own, with what they are unless the user says otherwise.</summary>
    public required ImmutableSortedDictionary<string, int> Shape { get; init; }

    /// <summary>Whether it may run whole sequences in one recurrent kernel where the original runs step by step.</summary>
    public bool CanFuse { get; init; }

    /// <summary>
    /// Latency within which a server has to answer 99 % of its queries unless the user says otherwise: a tenth of a second,
    /// the limit of what people feel as immediate (Miller 1968), more for networks that are not used that way.
    /// </summary>
    public Seconds LatencyBound { get; init; } = ServingDefaults.LatencyBound;

    /// <summary>Makes the network, with random weights from libtorch's generator.</summary>
    public required Func<Case, Network> CreateNetwork { get; init; }

    /// <summary>Makes a batch of inputs on the processor.</summary>
    public required Func<Case, Tensor> CreateInput { get; init; }

    /// <summary>Makes what a batch should come to, on the processor: labels, or a picture.</summary>
    public required Func<Case, Tensor> CreateTarget { get; init; }

    /// <summary>How far an output [batch, …] in single precision is from the target, as one number.</summary>
    public required Func<Tensor, Tensor, Tensor> Loss { get; init; }

    /// <summary>Whether denormal numbers count as zero, as in TensorFlow; libtorch by itself computes with them.</summary>
    public bool FlushesDenormalNumbers { get; init; }

    /// <summary>Makes the optimizer: parameters, and whether it may run fused.</summary>
    public required Func<IReadOnlyList<Tensor>, bool, Optimizer> CreateOptimizer { get; init; }

    /// <summary>Whether an optimizer step is the same work with the same numbers each time, so that it may be recorded and replayed.</summary>
    public required bool OptimizerCanReplay { get; init; }

    /// <summary>Laptime's own networks.</summary>
    public static ImmutableArray<WorkloadDefinition> Own { get; } =
    [
        Convolutional("resnet50", "ResNet-50", c => new ResNet50(c.Shape["classes"])),
        Convolutional("mobilenetv2", "MobileNetV2", c => new Networks.MobileNetV2(c.Shape["classes"])),
        Transformer("distilbert", "DistilBERT", c => new DistilBert(c.Shape["classes"])),
        Transformer("bert-large", "BERT-large", c => Bert.Large(c.Shape["classes"])) with
        {
            LatencyBound = new Seconds(1),
        },
    ];

    /// <summary>All workloads, those of AI-Benchmark too, by name.</summary>
    public static ImmutableSortedDictionary<string, WorkloadDefinition> All { get; } =
        Own.Concat(AiBenchmarkWorkloads.All).ToImmutableSortedDictionary(w => w.Name, w => w, StringComparer.Ordinal);

    /// <summary>Whether a case wants whole sequences in one recurrent kernel.</summary>
    public static bool IsFused(Case @case) => @case.Shape.GetValueOrDefault(FusedAxis) == 1;

    /// <summary>
    /// Pictures of normally distributed noise, as normalised photographs are distributed; SGD with momentum 0.9 and
    /// weight decay 1e-4, which is how these networks are trained. The rate is tiny: a network that learns its one
    /// batch by heart ends with gradients that are denormal numbers, with which processors are ten times slower.
    /// </summary>
    private static WorkloadDefinition Convolutional(string name, string title, Func<Case, Network> network) =>
        new()
        {
            Name = name,
            Title = title,
            ItemName = "image",
            Shape = Axes(("classes", 1000), ("image", 224)),
            CreateNetwork = network,
            CreateInput = c =>
            {
                int side = c.Shape["image"];
                var images = Ops.Empty([c.Batch, 3, side, side], DType.Float32);
                Ops.NormalInPlace(images, 0, 1);
                return images;
            },
            CreateTarget = Labels,
            Loss = (scores, labels) => Ops.CrossEntropy(scores.Move(), labels),
            CreateOptimizer = (p, fused) => new Sgd(p, rate: 1e-6, momentum: 0.9, decay: 1e-4, fused),
            OptimizerCanReplay = true,
        };

    /// <summary>Random tokens; Adam, with a tiny rate for the same reason.</summary>
    private static WorkloadDefinition Transformer(string name, string title, Func<Case, Network> network) =>
        new()
        {
            Name = name,
            Title = title,
            ItemName = "sequence",
            Shape = Axes(("classes", 8), ("sequence", 128)),
            CreateNetwork = network,
            CreateInput = c =>
            {
                var tokens = Ops.Empty([c.Batch, c.Shape["sequence"]], DType.Int64);
                Ops.RandomInPlace(tokens, 0, 1000);
                return tokens;
            },
            CreateTarget = Labels,
            Loss = (scores, labels) => Ops.CrossEntropy(scores.Move(), labels),
            CreateOptimizer = (p, fused) => new Adam(p, rate: 1e-7, fused: fused),
            OptimizerCanReplay = false, // the bias correction changes with every step
        };

    private static Tensor Labels(Case @case)
    {
        var labels = Ops.Empty([@case.Batch], DType.Int64);
        Ops.RandomInPlace(labels, 0, @case.Shape["classes"]);
        return labels;
    }

    private static ImmutableSortedDictionary<string, int> Axes(params (string Name, int Value)[] axes) =>
        axes.ToImmutableSortedDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal);
}
