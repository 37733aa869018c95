using Laptime.Tests;
using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.AiBenchmark;

namespace Laptime.Workloads.Tests.AiBenchmark;

/// <summary>Layers that torchvision has not, against plain formulations in PyTorch (special_layers.py).</summary>
public sealed class SpecialLayerTests(LoadedLibtorch libtorch, PythonOracle python) : TorchTest(libtorch)
{
    private const double Tolerance = 1e-4;

    [Fact]
    public void LstmCell_OneStep_AddsOneToTheForgetGate()
    {
        using var scope = TensorScope.Enter();
        using var cell = Taught(new LstmCell(5, 4, 1), "cell");
        using var state = new LstmState { Output = Get("cell.h"), Cell = Get("cell.c") };

        cell.Step(state, Get("cell.x"));

        ShouldBe(state.Output, "cell.output");
        ShouldBe(state.Cell, "cell.cell");
    }

    [Fact]
    public void DiagonalLstm_Picture_SeesLeftAndAbove_WithPythonsGradients()
    {
        using var scope = TensorScope.Enter();
        using var layer = Taught(new DiagonalLstm(3), "diagonal");
        var x = Get("diagonal.x");
        x.RequiresGrad = true;

        var y = layer.Forward(x.Share());
        ShouldBe(y, "diagonal.y");
        Ops.Sum(Ops.Multiply(y, y)).Backward();

        ShouldBe(layer.Weight.Gradient!, "diagonal.gradient");
        ShouldBe(x.Gradient!, "diagonal.back");
    }

    [Fact]
    public void Skew_ThenUnskew_GivesThePictureBack()
    {
        using var scope = TensorScope.Enter();
        var x = Ops.Empty([1, 1, 3, 4], Torch.DType.Float32);
        Ops.NormalInPlace(x, 0, 1);

        var skewed = DiagonalLstm.Skew(x.Share());

        skewed.Shape.ShouldBe([1, 1, 3, 6]);
        float[] row = Ops.Select(skewed, 2, 2).ToFloats();
        row.ShouldBe([0, 0, .. x.ToFloats()[8..]]);
        DiagonalLstm.Unskew(skewed, 4).ToFloats().ShouldBe(x.ToFloats());
    }

    [Fact]
    public void DiagonalBiLstm_Picture_HasZerosInTheSecondDirectionsLastRow() =>
        Compare(new DiagonalBiLstm(3), "bidirectional");

    [Fact]
    public void MaskedConv2d_Picture_SeesOnlyPixelsBefore() => Compare(new MaskedConv2d(3, 4, 7), "masked");

    [Fact]
    public void SpectralConv2d_OnePass_MovesItsVectorAndHasPythonsGradient()
    {
        using var scope = TensorScope.Enter();
        using var layer = Taught(new SpectralConv2d(5, 6, 3, bias: true), "spectral");

        var y = layer.Forward(Get("spectral.x"));
        ShouldBe(y, "spectral.y");
        ShouldBe(layer.Left, "spectral.after");
        Ops.Sum(Ops.Multiply(y, y)).Backward();

        ShouldBe(layer.Weight.Gradient!, "spectral.gradient");
    }

    [Fact]
    public void SpadeNorm_SmallFeaturesAndLargeMap_GivesPythonsModulation()
    {
        using var scope = TensorScope.Enter();
        using var layer = Taught(new SpadeNorm(6), "spade");

        ShouldBe(layer.Forward(Get("spade.x"), Get("spade.map")), "spade.y");
    }

    [Fact]
    public void BahdanauAttention_Query_GivesPythonsContext()
    {
        using var scope = TensorScope.Enter();
        using var attention = Taught(new BahdanauAttention(6, 0.1), "attention");
        var memory = Get("attention.memory");

        ShouldBe(attention.Context(Get("attention.query"), memory, attention.Keys(memory)), "attention.y");
    }

    [Fact]
    public void Pyramid_OfIcNet_AddsWindowMeans()
    {
        using var scope = TensorScope.Enter();

        ShouldBe(IcNet.Pyramid(Get("pyramid.x")), "pyramid.y");
    }

    [Fact]
    public void Pyramid_OfPspNet_PutsMeansOfFixedWindowsBehindTheFeatures()
    {
        using var scope = TensorScope.Enter();
        using var network = new PspNet();
        Teach(network, "pools", key => key.StartsWith("pool", StringComparison.Ordinal));
        network.Train(false);
        using var mode = InferenceMode.Enter();

        var y = network.Pyramid(Get("pools.x"));

        ShouldBe(Ops.Narrow(y, 1, 0, 2048), "pools.x");
        ShouldBe(Ops.Narrow(y, 1, 2048, 2048), "pools.y");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gnmt_Narrow_GivesPythonsMemoryScoresAndTokens(bool isFused)
    {
        using var scope = TensorScope.Enter();
        using var network = Taught(new Gnmt(isFused, width: 8, words: 50), "gnmt");
        network.Freeze();
        using var mode = InferenceMode.Enter();
        var states = new LstmState[8];

        var memory = isFused ? network.EncodeFused(Get("gnmt.x"), states) : network.Encode(Get("gnmt.x"), states);
        ShouldBe(memory, "gnmt.memory");
        var start = Ops.Zeros([2], Torch.DType.Int64);
        Ops.FillInPlace(start, 1);
        var context = Ops.Zeros([2, 8], Torch.DType.Float32);
        ShouldBe(network.Decode(start, states, ref context, memory, network.Keys(memory)), "gnmt.first");

        float[] tokens = network.Forward(Get("gnmt.x")).ToFloats();
        tokens.ShouldBe(python.Values("gnmt.tokens"));
        tokens.Distinct().Count().ShouldBeGreaterThan(2, "otherwise any order would do");
    }

    private void Compare(Layer layer, string name)
    {
        using var scope = TensorScope.Enter();
        using var taught = Taught(layer, name);
        ShouldBe(taught.Forward(Get($"{name}.x")), $"{name}.y");
    }

    private T Taught<T>(T module, string name)
        where T : Module
    {
        Teach(module, name, _ => true);
        return module;
    }

    private void Teach(Module module, string name, Func<string, bool> isTaught)
    {
        using var grad = GradMode.Off();
        foreach (var (key, tensor, _) in module.State().Where(s => isTaught(s.Name)))
        {
            Ops.CopyInto(tensor, Get($"{name}.state.{key}"));
        }
    }

    private Tensor Get(string name) => python.Tensor(name);

    private void ShouldBe(Tensor actual, string name) =>
        Difference.Relative(actual.ToFloats(), python.Values(name)).ShouldBeLessThan(Tolerance, name);
}
