using Laptime.Core.Cases;
using Laptime.Core.Transfer;
using Laptime.Tests;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Torch.Weights;
using Laptime.Transfer.Learning;
using Laptime.Transfer.Networks;
using Laptime.Transfer.Schedules;
using Laptime.Workloads;
using Laptime.Workloads.Networks;

namespace Laptime.Transfer.Tests.Networks;

/// <summary>The networks and three training steps against Python's PyTorch.</summary>
public sealed class TransferNetworkTests(LoadedLibtorch libtorch, PythonOracle python) : TorchTest(libtorch)
{
    private const int Classes = 3;

    [Theory]
    [InlineData("resnet18", 11_689_512)]
    [InlineData("resnet34", 21_797_672)]
    [InlineData("resnet50", 25_557_032)]
    public void Parameters_OfEachKind_AreThosePublished(string name, long withImageNetHead)
    {
        ResNetKind kind = Kind(name);
        using ResNetBody body = new(kind);

        // torchvision's counts include a fully connected layer to 1000 classes.
        (body.Parameters.Sum(p => p.ElementCount) + kind.Channels * 1000L + 1000).ShouldBe(withImageNetHead);
    }

    [Theory]
    [InlineData("resnet18")]
    [InlineData("resnet34")]
    [InlineData("resnet50")]
    public void Forward_PretrainedBodyAndHead_GivesTheScoresOfPyTorch(string name)
    {
        using TransferNetwork network = Load(name);
        using var scope = TensorScope.Enter();
        using var grad = GradMode.Off();
        network.Train(false);

        float[] scores = network.Forward(python.Tensor($"{name}.images")).ToFloats();

        Difference.Relative(scores, python.Values($"{name}.scores")).ShouldBeLessThan(1e-4);
    }

    [Theory]
    [InlineData("resnet18", TransferPhase.Unfrozen, Mode.Stock)]
    [InlineData("resnet18", TransferPhase.Unfrozen, Mode.Tuned)]
    [InlineData("resnet34", TransferPhase.Frozen, Mode.Stock)]
    [InlineData("resnet34", TransferPhase.Frozen, Mode.Tuned)]
    public void Step_ThreeTimes_FollowsPyTorch(string name, TransferPhase phase, Mode mode)
    {
        using TransferNetwork network = Load(name);
        foreach (var dropout in network.Modules.OfType<Dropout>())
        {
            dropout.Probability = 0;
        }
        using Learner learner = new(network, Some.Case(Kind(name), mode: mode), phase);
        OneCycle schedule = new(10, 0.3, WarmupShape.Linear);
        double[] highest =
        [
            .. phase == TransferPhase.Frozen ? LayerRates.Tenth(3e-3, 3) : LayerRates.Geometric(1e-5, 3e-4, 3),
        ];
        using var scope = TensorScope.Enter();
        long[] labels = [.. python.Values($"{name}.labels").Select(label => (long)label)];
        List<float> losses = [];
        for (int step = 0; step < 3; step++)
        {
            learner.Optimizer.SetRates([.. highest.Select(rate => rate * schedule.RateAt(step))]);
            learner.Optimizer.Momentum = schedule.MomentumAt(step);
            losses.Add((float)learner.Step(python.Tensor($"{name}.images"), labels, new StillClock(), true).Loss);
        }

        Difference.Relative(losses.ToArray(), python.Values($"{name}.losses")).ShouldBeLessThan(1e-3);
        foreach (var (key, tensor, _) in network.State().Where(s => python.Has($"{name}.after.{s.Name}")))
        {
            Distance(tensor.ToFloats(), python.Values($"{name}.after.{key}")).ShouldBeLessThan(1e-3, key);
        }
        network.State().Count(s => python.Has($"{name}.after.{s.Name}")).ShouldBe(6);
    }

    [Fact]
    public void Teach_Frozen_LeavesConvolutionsAloneAndLetsBatchNormsLearn()
    {
        using TransferNetwork network = new(ResNetKind.ResNet18, Classes);
        Dictionary<string, float[]> before = network.State().ToDictionary(s => s.Name, s => s.Tensor.ToFloats());
        using Learner learner = new(network, Some.Case(ResNetKind.ResNet18), TransferPhase.Frozen);
        learner.Optimizer.SetRates([1e-3, 1e-3, 1e-2]);
        using (TensorScope.Enter())
        {
            var pictures = Ops.Empty([4, 3, 32, 32], DType.Float32);
            Ops.NormalInPlace(pictures, 0, 1);
            learner.Step(pictures, [0, 1, 2, 0], new StillClock(), splits: false);
        }

        string[] changed =
        [
            .. network.State().Where(s => !s.Tensor.ToFloats().SequenceEqual(before[s.Name])).Select(s => s.Name),
        ];

        string[] norms = [.. NamesOf(network).Where(name => name.Norm).Select(name => name.Name)];
        string[] head = [.. before.Keys.Where(name => name.StartsWith("head.", StringComparison.Ordinal))];
        // Weights, shifts and running statistics of every batch norm, and the head; no convolution.
        changed.Order().ShouldBe(norms.Union(head).Order());
        changed.ShouldContain("body.layer2.0.bn1.running_var");
        changed.ShouldNotContain("body.layer4.1.conv2.weight");
    }

    [Fact]
    public void Teach_EachPhase_PutsEveryParameterIntoOneGroup()
    {
        using TransferNetwork network = new(ResNetKind.ResNet18, Classes);

        var unfrozen = network.Teach(TransferPhase.Unfrozen);
        var frozen = network.Teach(TransferPhase.Frozen);

        unfrozen.Sum(group => group.Length).ShouldBe(network.Parameters.Count);
        unfrozen.SelectMany(group => group).Distinct().Count().ShouldBe(network.Parameters.Count);
        // Two for each of 9 and 11 batch norms (stem, four blocks, one shortcut; four blocks, two shortcuts).
        frozen.Select(group => group.Length).ShouldBe([2 * 10, 2 * 10, unfrozen[2].Length]);
        frozen[2].Length.ShouldBe(8);
    }

    private static IEnumerable<(string Name, bool Norm)> NamesOf(TransferNetwork network)
    {
        var norms = network
            .Modules.OfType<BatchNorm2d>()
            .SelectMany(norm => norm.State().Select(s => s.Tensor))
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return network.State().Select(s => (s.Name, norms.Contains(s.Tensor)));
    }

    /// <summary>
    /// Of two vectors, by the length of the second. Not the largest difference of an element: where a gradient is
    /// rounding alone, Adam makes a whole step of its sign.
    /// </summary>
    private static double Distance(float[] actual, float[] expected) =>
        Math.Sqrt(actual.Zip(expected, (a, e) => ((double)a - e) * (a - e)).Sum() / expected.Sum(e => (double)e * e));

    private static ResNetKind Kind(string name) => ResNetKind.All.Single(kind => kind.Name == name);

    private TransferNetwork Load(string name)
    {
        TransferNetwork network = new(Kind(name), Classes);
        using WeightFile body = WeightFile.Open(python.Locate($"{name}.pth"));
        using WeightFile head = WeightFile.Open(python.Locate($"{name}.head.pth"));
        StateLoader.Load(network.Body, body); // the file's fc.* is nobody's
        StateLoader.Load(network.Head, head);
        return network;
    }
}
