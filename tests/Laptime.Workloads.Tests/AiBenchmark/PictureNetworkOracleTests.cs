using Laptime.Tests;
using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Torch.Weights;
using Laptime.Workloads.AiBenchmark;

namespace Laptime.Workloads.Tests.AiBenchmark;

/// <summary>
/// Picture networks against Python: torchvision's where it has them, otherwise written out plainly. Weights, shifts
/// and stored statistics are random, so that none of them can be left out unseen.
/// </summary>
public sealed class PictureNetworkOracleTests(LoadedLibtorch libtorch, PythonOracle python) : TorchTest(libtorch)
{
    // Five convolutions with batch norms, five tensors each, and the classifier's weight and bias.
    private const int PspNetStateBehindTheBody = 27;

    private static readonly Dictionary<string, Func<Layer>> Layers = new(StringComparer.Ordinal)
    {
        ["aib-mobilenet-v2"] = () => new MobileNetV2(),
        ["aib-inception-v3"] = () => new InceptionV3(),
        ["aib-vgg-16"] = () => new Vgg16(features: 64),
        ["aib-resnet-v2"] = () => new ResNetV2(2, 2),
        ["aib-inception-resnet"] = InceptionResNetBlocks,
        ["aib-srcnn"] = () => new Srcnn(),
        ["aib-vgg-19-sr"] = () => new Vgg19SuperResolution(),
        ["aib-srgan"] = () => new Srgan(),
        ["aib-dped"] = () => new Dped(),
        ["aib-unet"] = () => new UNet(widest: 256),
        ["aib-deeplab"] = () => new DeepLab(),
    };

    public static TheoryData<string> All => [.. Layers.Keys];

    public static TheoryData<string> WrittenOut =>
        ["aib-resnet-v2", "aib-inception-resnet", "aib-srcnn", "aib-vgg-19-sr", "aib-srgan", "aib-dped", "aib-unet"];

    [Theory]
    [MemberData(nameof(All))]
    public void Forward_GivesPythonsOutput(string name)
    {
        using var scope = TensorScope.Enter();
        using var layer = Taught(Layers[name](), name);
        layer.Train(false);
        using var mode = InferenceMode.Enter();

        float[] output = layer.Forward(python.Tensor($"{name}.input")).ToFloats();

        Difference.Relative(output, python.Values($"{name}.output")).ShouldBeLessThan(1e-4);
    }

    /// <summary>Every gradient, in training mode, in which stored statistics are used all the same.</summary>
    [Theory]
    [MemberData(nameof(WrittenOut))]
    public void Backward_GivesPythonsLossAndGradients(string name)
    {
        using var scope = TensorScope.Enter();
        using var layer = Taught(Layers[name](), name);
        layer.Train(true);

        var output = layer.Forward(python.Tensor($"{name}.input"));
        var loss = Ops.SumOfSquaredErrors(output.Move(), python.Tensor($"{name}.target"));
        loss.Backward();

        double expected = python.Values($"{name}.loss")[0];
        loss.Item().ShouldBe(expected, 1e-4 * expected);
        int compared = 0;
        float scale = 0;
        foreach (var (i, (key, tensor, learns)) in layer.State().Index())
        {
            using var gradient = tensor.Gradient;
            (gradient is not null).ShouldBe(learns, key);
            if (gradient is not null)
            {
                float[] wanted = python.Values($"{name}.gradient.{i}");
                // A shift before an instance norm changes nothing: its gradient is rounding beside that of the weight.
                scale = IsBeforeInstanceNorm(key) ? scale : wanted.Max(MathF.Abs);
                double difference = Difference.Largest(gradient.ToFloats(), wanted) / scale;
                difference.ShouldBeLessThan(1e-3, key);
                compared++;
            }
        }
        compared.ShouldBeGreaterThan(5);
    }

    /// <summary>torchvision's ResNet-50 with the stem, the strides and the dilations of this one.</summary>
    [Fact]
    public void Features_OfPspNet_AreTorchvisions()
    {
        using var scope = TensorScope.Enter();
        using var network = Taught(new PspNet(), "aib-pspnet-body", isPart: true);
        network.Train(false);
        using var mode = InferenceMode.Enter();

        float[] output = network.Features(python.Tensor("aib-pspnet-body.input")).ToFloats();

        Difference.Relative(output, python.Values("aib-pspnet-body.output")).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void StateOfSrgan_BatchNorms_DoNotLearn()
    {
        using var network = new Srgan();

        network.State().Where(s => s.Learns).ShouldAllBe(s => !s.Name.Contains("norm", StringComparison.Ordinal));
    }

    private static bool IsBeforeInstanceNorm(string key) => key.EndsWith(".conv.bias", StringComparison.Ordinal);

    /// <summary>Blocks as narrow as the oracle's.</summary>
    private static Chain InceptionResNetBlocks() =>
        new Chain(3)
            .Split(b => b.Conv(6), b => b.Conv(5).Conv(7, 5), b => b.AveragePool().Conv(3))
            .Residual(0.17, 1, relu: true, b => b.Split(c => c.Conv(4), c => c.Conv(3).Conv(5, 3)))
            .Split(b => b.Conv(8, 3, 2, padded: false), b => b.MaxPool())
            .Residual(0.10, 1, relu: true, b => b.Split(c => c.Conv(4), c => c.Conv(3).Conv(4, (1, 7)).Conv(5, (7, 1))))
            .Residual(1, 1, relu: false, b => b.Split(c => c.Conv(4), c => c.Conv(3).Conv(5, (1, 3))));

    /// <summary>A layer that begins with the weights of an oracle, if it is to be compared in part.</summary>
    private T Taught<T>(T layer, string name, bool isPart = false)
        where T : Layer
    {
        using var weights = WeightFile.Open(python.Locate($"{name}.pth"));
        var entries = weights.Entries.OrderBy(e => e.Name, StringComparer.Ordinal).ToList();
        var state = layer.State().ToList();
        (state.Count - entries.Count).ShouldBe(isPart ? PspNetStateBehindTheBody : 0);
        using var grad = GradMode.Off();
        foreach (var ((key, tensor, _), entry) in state.Zip(entries))
        {
            entry.Shape.AsSpan().SequenceEqual(tensor.Shape).ShouldBeTrue($"{key} is {tensor}, not {entry}");
            using var loaded = Ops.Empty(entry.Shape.AsSpan(), entry.DType);
            weights.ReadInto(entry, loaded.Data<byte>());
            Ops.CopyInto(tensor, loaded);
        }
        return layer;
    }
}
