using Laptime.Tests;
using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Tests.Nn;

/// <summary>Layers against PyTorch's, with the same weights.</summary>
public sealed class LayerTests(LoadedLibtorch libtorch, PythonOracle python) : TorchTest(libtorch)
{
    private const double Tolerance = 2e-6;

    [Fact]
    public void BatchNorm_TrainingThenEvaluation_FollowsPyTorch()
    {
        using var scope = TensorScope.Enter();
        using var norm = Load(new BatchNorm2d(6), "norm");
        var x = python.Tensor("layer.x");

        ShouldBe(norm.Forward(x.Share()), "norm.first");
        ShouldBe(norm.Forward(Ops.Add(Ops.Multiply(x, 2), 1)), "norm.second");
        ShouldBe(norm.Mean, "norm.mean");
        ShouldBe(norm.Variance, "norm.variance");
        norm.BatchesTracked!.Item().ShouldBe(2);

        norm.Train(false);
        ShouldBe(norm.Forward(x), "norm.evaluated");
        norm.BatchesTracked!.Item().ShouldBe(2);
    }

    [Fact]
    public void Conv2d_GroupsAndStride_FollowsPyTorch()
    {
        using var scope = TensorScope.Enter();
        using var convolution = Load(new Conv2d(6, 8, 3, stride: 2, groups: 2), "conv");

        ShouldBe(convolution.Forward(python.Tensor("layer.x")), "conv.y");
    }

    [Fact]
    public void LayerNorm_FollowsPyTorch()
    {
        using var scope = TensorScope.Enter();
        using var norm = Load(new LayerNorm(5, 1e-3), "layernorm");

        ShouldBe(norm.Forward(python.Tensor("layer.x")), "layernorm.y");
    }

    [Fact]
    public void Linear_FollowsPyTorch()
    {
        using var scope = TensorScope.Enter();
        using var linear = Load(new Linear(5, 7), "linear");

        ShouldBe(linear.Forward(python.Tensor("layer.x")), "linear.y");
    }

    [Fact]
    public void Embedding_FollowsPyTorch()
    {
        using var scope = TensorScope.Enter();
        using var embedding = Load(new Embedding(9, 4), "embedding");

        ShouldBe(embedding.Forward(python.Tensor("embedding.x")), "embedding.y");
    }

    [Fact]
    public void Dropout_Training_ZeroesThatShareAndScalesTheRest()
    {
        using var scope = TensorScope.Enter();
        using var dropout = new Dropout(0.25);
        var ones = Ops.Zeros([100_000], DType.Float32);
        Ops.FillInPlace(ones, 1);

        float[] dropped = dropout.Forward(ones.Share()).ToFloats();

        dropped.Distinct().ShouldBe([0, 1 / 0.75f], ignoreOrder: true);
        // Standard deviation of the share is √(0.25 · 0.75 / 100,000) = 0.0014.
        dropped.Average(v => v == 0 ? 1.0 : 0).ShouldBe(0.25, 0.01);
    }

    [Fact]
    public void Dropout_Evaluation_IsNothing()
    {
        using var scope = TensorScope.Enter();
        using var dropout = new Dropout(0.25);
        dropout.Train(false);
        var x = python.Tensor("layer.x");

        dropout.Forward(x).ShouldBeSameAs(x);
    }

    [Fact]
    public void Weights_AtStart_AreDistributedAsDocumented()
    {
        using var linear = new Linear(100, 1000);
        using var convolution = new Conv2d(64, 128, 3);
        using var embedding = new Embedding(1000, 100, 0.02);

        float[] uniform = linear.Weight.ToFloats();
        uniform.Max().ShouldBeInRange(0.0999f, 0.1f);
        uniform.Min().ShouldBeInRange(-0.1f, -0.0999f);
        linear.Bias.ToFloats().Max().ShouldBeInRange(0.09f, 0.1f);
        Deviation(convolution.Weight).ShouldBe(Math.Sqrt(2.0 / (128 * 9)), 0.0005);
        Deviation(embedding.Weight).ShouldBe(0.02, 0.0005);
    }

    private static double Deviation(Tensor tensor) => Math.Sqrt(tensor.ToFloats().Average(v => (double)v * v));

    private void ShouldBe(Tensor actual, string name)
    {
        Difference.Relative(actual.ToFloats(), python.Values(name)).ShouldBeLessThan(Tolerance, name);
    }

    private T Load<T>(T layer, string prefix)
        where T : Layer
    {
        using var grad = GradMode.Off();
        foreach (var (name, tensor, learns) in layer.State())
        {
            if (learns)
            {
                Ops.CopyInto(tensor, python.Tensor($"{prefix}.{name}"));
            }
        }
        return layer;
    }
}
