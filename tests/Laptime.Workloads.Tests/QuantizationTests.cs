using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Nn.Quantized;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Tests.Networks;

namespace Laptime.Workloads.Tests;

public sealed class QuantizationTests(LoadedLibtorch libtorch, PythonOracle python) : TorchTest(libtorch)
{
    [Theory]
    [InlineData("conv", 1, false)]
    [InlineData("conv_relu", 1, true)]
    [InlineData("depthwise_relu", 8, true)]
    public void Convolution_SameWeightsAndValues_GivesPyTorchsNumbers(string name, int groups, bool relu)
    {
        NeedsInt8();
        using var grad = GradMode.Off();
        using var scope = TensorScope.Enter();
        var x = python.Tensor("quantized.x");
        using Conv2d convolution = new(8, 16, (3, 3), stride: 2, groups: groups, bias: true);
        convolution.Weight.Become(python.Tensor($"quantized.{name}.weight").Keep());
        convolution.Bias!.Become(python.Tensor($"quantized.{name}.bias").Keep());
        var plain = convolution.Forward(x.Share());
        ValueRange input = new();
        ValueRange output = new();
        input.Add(x);
        output.Add(relu ? Ops.Relu(plain) : plain);

        convolution.Quantize(output, relu);
        var result = QuantizedLayers.Dequantize(convolution.Forward(input.Quantize(x)).Move());

        float[] expected = python.Values($"quantized.{name}.result");
        Difference.Largest(result.ToFloats(), expected).ShouldBeLessThan(1e-5); // a step is about 0.1
        expected.Distinct().Count().ShouldBeGreaterThan(100);
    }

    [Fact]
    public void ResNet50_CalibratedOnTheSame_HasPyTorchsScores()
    {
        NeedsInt8();
        float[] expected = python.Values("quantized.resnet50.scores");
        float[] single = python.Values("resnet50.scores");
        using var taught = new Taught(python, "resnet50", Scenario.Infer, Mode.Stock, Precision.Int8);

        taught.Workload.Step();
        float[] scores = taught.Workload.LastOutput!.ToFloats();

        // Layers agree to the last number; a network cannot. A rounding that falls the other way moves a few results of
        // the next layer close to their own edges, and after some layers roundings are as good as independent. So the
        // two lie about as far from single precision, and no farther from each other than independent errors would.
        double theirs = Difference.Relative(expected, single);
        theirs.ShouldBeInRange(1e-3, 0.1);
        (Difference.Relative(scores, single) / theirs).ShouldBeInRange(0.6, 1.6);
        (Difference.Relative(scores, expected) / theirs).ShouldBeLessThan(1.6);
        Tops(scores)
            .Zip(Tops(expected), (ours, other) => ours == other)
            .Count(same => same)
            .ShouldBeGreaterThanOrEqualTo(3);
    }

    [Theory]
    [InlineData("resnet50", Mode.Stock)]
    [InlineData("mobilenetv2", Mode.Tuned)]
    public void Infer_Int8_IsNearSinglePrecisionAndFreesEverything(string name, Mode mode)
    {
        NeedsInt8();
        long before = Tensor.LiveCount;
        using (var taught = new Taught(python, name, Scenario.Infer, mode, Precision.Int8))
        {
            taught.Workload.Step();
            taught.Workload.RenewInput(1).ShouldBeTrue();
            taught.Workload.Step();

            Difference
                .Relative(taught.Workload.LastOutput!.ToFloats(), python.Values($"{name}.scores"))
                .ShouldBeInRange(1e-4, 0.5);
        }
        Tensor.LiveCount.ShouldBe(before);
    }

    [Fact]
    public void ValueRange_OfValues_CutsThemInto256Steps()
    {
        using var scope = TensorScope.Enter();
        ValueRange range = new();
        range.HasValues.ShouldBeFalse();
        range.Add(Tensor.From<float>([-1, 4.1f], 2));

        range.Scale.ShouldBe(5.1 / 255, 1e-8);
        range.ZeroPoint.ShouldBe(50);
        range.Add(Tensor.From<float>([1, 2], 2)); // within
        range.ZeroPoint.ShouldBe(50);
    }

    [Fact]
    public void ValueRange_OfPositiveValues_BeginsAtZero()
    {
        using var scope = TensorScope.Enter();
        ValueRange range = new();
        range.Add(Tensor.From<float>([3, 5.1f], 2));

        range.Scale.ShouldBe(5.1 / 255, 1e-8);
        range.ZeroPoint.ShouldBe(0);
    }

    [Theory]
    [InlineData("resnet50", Scenario.Train, "int8 is for inference")]
    [InlineData("distilbert", Scenario.Infer, "cannot be quantized")]
    public void WhyNot_Int8_IsForConvolutionalInference(string workload, Scenario scenario, string reason) =>
        WorkloadFactory
            .WhyNot(Some.Case(workload, scenario, precision: Precision.Int8))
            .ShouldNotBeNull()
            .ShouldContain(reason);

    private static void NeedsInt8()
    {
        string? reason = WorkloadFactory.WhyNot(Some.Case(precision: Precision.Int8));
        Assert.SkipWhen(reason is not null, reason ?? "");
    }

    /// <summary>The best class of each picture.</summary>
    private static int[] Tops(float[] scores) => [.. scores.Chunk(1000).Select(row => Array.IndexOf(row, row.Max()))];
}
