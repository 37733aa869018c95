using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch;
using Laptime.Torch.Nn;
using Laptime.Torch.Optim;
using Laptime.Torch.Tensors;
using Laptime.Torch.Weights;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.Tests.Networks;

/// <summary>A workload on the oracle's weights, batch and labels, without dropout; otherwise as it is measured.</summary>
internal sealed class Taught : IDisposable
{
    private const long LabelSeed = 5;

    public Taught(PythonOracle python, string name, Scenario scenario, Mode mode, Precision precision)
    {
        var original = Definition(name);
        using var scope = TensorScope.Enter();
        long batch = python.Tensor($"{name}.input").Shape[0];
        var @case = Some.Case(original.Name, scenario, mode, precision, (int)batch);
        ProcessSettings.Apply(@case);
        var definition = original with
        {
            CreateNetwork = c => Network = WithoutDropout(original.CreateNetwork(c)),
            CreateInput = _ =>
            {
                var input = python.Tensor($"{name}.input");
                Libtorch.Seed(LabelSeed); // the labels are drawn next
                return input;
            },
        };
        using var weights = WeightFile.Open(python.Locate($"{name}.pth"));
        Workload =
            scenario == Scenario.Train
                ? new TrainWorkload(definition, @case, weights)
                : new InferWorkload(definition, @case, weights);
    }

    public NetworkWorkload Workload { get; }

    public Network Network { get; private set; } = null!;

    /// <summary>Two layers of width 64; a rate at which so small a network learns.</summary>
    private static WorkloadDefinition SmallBert =>
        WorkloadDefinition.All["bert-large"] with
        {
            CreateNetwork = c => new Bert(2, 64, 4, c.Shape["classes"]),
            CreateOptimizer = (parameters, fused) => new Adam(parameters, 1e-3, fused: fused),
        };

    /// <summary>The workload with a rate at which it learns within three steps; what is measured hardly moves.</summary>
    public static WorkloadDefinition Definition(string name) =>
        name switch
        {
            "bert" => SmallBert,
            "distilbert" => WorkloadDefinition.All[name] with
            {
                CreateOptimizer = (parameters, fused) => new Adam(parameters, 1e-5, fused: fused),
            },
            _ => WorkloadDefinition.All[name] with
            {
                CreateOptimizer = (parameters, fused) => new Sgd(parameters, 0.01, 0.9, 1e-4, fused),
            },
        };

    public void Dispose() => Workload.Dispose();

    private static Network WithoutDropout(Network network)
    {
        foreach (var dropout in network.Modules.OfType<Dropout>())
        {
            dropout.Probability = 0;
        }
        return network;
    }
}
