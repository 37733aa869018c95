using Laptime.Tests;
using Laptime.Torch.Operators;
using Laptime.Torch.Optim;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Tests.Optim;

/// <summary>Five steps of each optimizer against torch.optim, from the same weights on the same batch.</summary>
public sealed class OptimizerTests(LoadedLibtorch libtorch, PythonOracle python) : TorchTest(libtorch)
{
    private const double Tolerance = 1e-6;

    public static TheoryData<string, bool, bool> Arrangements()
    {
        string[] optimizers = ["sgd", "sgd-decay", "sgd-momentum", "sgd-momentum-decay", "adam", "adam-decay", "adamw"];
        var data = new TheoryData<string, bool, bool>();
        foreach (string optimizer in optimizers)
        {
            data.Add(optimizer, false, false);
            data.Add(optimizer, true, false);
            data.Add(optimizer, true, true);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Arrangements))]
    public void Step_FiveTimes_FollowsPyTorch(string name, bool fused, bool channelsLast)
    {
        using var scope = TensorScope.Enter();
        using var net = new TinyNet(python);
        var images = python.Tensor("net.images");
        var classes = python.Tensor("net.classes");
        if (channelsLast)
        {
            net.UseChannelsLast();
            images = Ops.ToChannelsLast(images);
        }
        using var optimizer = Create(name, net.Parameters, fused);
        optimizer.IsFused.ShouldBe(fused);

        float[] losses = [.. Enumerable.Range(0, 5).Select(_ => Step(net, optimizer, images, classes))];

        Difference.Largest(losses, python.Values($"{name}.losses")).ShouldBeLessThan(Tolerance);
        foreach (var (parameter, tensor, _) in net.State())
        {
            float[] expected = python.Values($"{name}.{parameter}");
            Difference.Largest(tensor.ToFloats(), expected).ShouldBeLessThan(Tolerance, parameter);
            Difference.Largest(expected, python.Values($"net.{parameter}")).ShouldBeGreaterThan(0.01, "it has learnt");
        }
        net.Parameters[0].IsChannelsLast.ShouldBe(channelsLast);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_Steady_LeavesNoTensorAndLittleGarbage(bool fused)
    {
        using var scope = TensorScope.Enter();
        using var net = new TinyNet(python);
        var images = python.Tensor("net.images");
        var classes = python.Tensor("net.classes");
        using var optimizer = Create("adam", net.Parameters, fused);
        for (int i = 0; i < 3; i++)
        {
            Step(net, optimizer, images, classes);
        }
        long tensors = Tensor.LiveCount;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            Step(net, optimizer, images, classes);
        }

        ((GC.GetAllocatedBytesForCurrentThread() - bytes) / 10).ShouldBeLessThan(10_000);
        Tensor.LiveCount.ShouldBe(tensors);
    }

    [Fact]
    public void Step_ParameterWithoutGradient_IsAnErrorOrLeftAlone()
    {
        using var scope = TensorScope.Enter();
        var used = Tensor.From<float>([1], 1);
        var idle = Tensor.From<float>([1], 1);
        (used.RequiresGrad, idle.RequiresGrad) = (true, true);
        using var plain = new Sgd([used, idle], 0.5);
        using var fused = new Sgd([used, idle], 0.5, fused: true);
        Ops.Multiply(used, 1).Backward();

        fused.Step();
        (used.ToFloats()[0], idle.ToFloats()[0]).ShouldBe((0.5f, 1));
        Should.Throw<TorchException>(plain.Step);
    }

    [Fact]
    public void Step_FusedOnOtherThanSinglePrecision_IsRefused()
    {
        using var x = Tensor.From<double>([1], 1);
        x.RequiresGrad = true;
        using var optimizer = new Sgd([x], 0.5, fused: true);
        x.Backward();

        Should.Throw<TorchException>(optimizer.Step).Words.ShouldContain("float32");
    }

    [Fact]
    public void Step_AfterBackwardHasSavedAParameter_IsNoticedByAutograd()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([3], 1);
        x.RequiresGrad = true;
        using var optimizer = new Sgd([x], 0.5, fused: true);
        var square = Ops.Multiply(x, x);
        Ops.Multiply(x, 1).Backward();
        optimizer.Step();

        Should.Throw<TorchException>(square.Backward).Words.ShouldContain("modified by an inplace operation");
    }

    [Fact]
    public void Dispose_Twice_FreesOnce()
    {
        using var x = Tensor.From<float>([1], 1);
        var optimizer = new Adam([x], 0.1);
        optimizer.Dispose();
        optimizer.Dispose();
    }

    private static Optimizer Create(string name, IReadOnlyList<Tensor> parameters, bool fused) =>
        name switch
        {
            "sgd" => new Sgd(parameters, 0.1, fused: fused),
            "sgd-decay" => new Sgd(parameters, 0.1, decay: 0.05, fused: fused),
            "sgd-momentum" => new Sgd(parameters, 0.1, 0.9, fused: fused),
            "sgd-momentum-decay" => new Sgd(parameters, 0.1, 0.9, 0.05, fused),
            "adam" => new Adam(parameters, 0.01, fused: fused),
            "adam-decay" => new Adam(parameters, 0.01, 0.05, fused: fused),
            "adamw" => new Adam(parameters, 0.01, 0.05, decoupled: true, fused),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };

    private static float Step(TinyNet net, Optimizer optimizer, Tensor images, Tensor classes)
    {
        using var scope = TensorScope.Enter();
        optimizer.DropGradients();
        var loss = Ops.CrossEntropy(net.Forward(images.Share()).Move(), classes);
        loss.Backward();
        optimizer.Step();
        return (float)loss.Item();
    }
}
