using System.Collections.Immutable;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Torch;
using Laptime.Torch.Operators;
using Laptime.Torch.Optim;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// The networks of AI-Benchmark as workloads: pictures of random pixel values from 0 to 255, Adam with a rate of 1e-4,
/// the sum of squared errors against random targets.
/// </summary>
internal static class AiBenchmarkWorkloads
{
    private const int ImageNetClasses = 1001;

    /// <summary>All of them, in the order of the tests.</summary>
    internal static ImmutableArray<WorkloadDefinition> All { get; } =
    [
        Classifier("mobilenet-v2", ImageNetClasses, () => new MobileNetV2()),
        Classifier("inception-v3", ImageNetClasses, () => new InceptionV3()),
        Classifier("inception-v4", ImageNetClasses, () => new InceptionV4()),
        Classifier("inception-resnet-v2", ImageNetClasses, () => new InceptionResNetV2()),
        Classifier("resnet-v2-50", ImageNetClasses, () => ResNetV2.With50Layers),
        Classifier("resnet-v2-152", ImageNetClasses, () => ResNetV2.With152Layers),
        Classifier("vgg-16", ImageNetClasses - 1, () => new Vgg16()),
        Mapper("srcnn", 1, () => new Srcnn()),
        Mapper("vgg-19-sr", 1, () => new Vgg19SuperResolution()),
        Mapper("srgan", 1, () => new Srgan()),
        Mapper("dped", 1, () => new Dped()),
        Mapper("unet", 1, () => new UNet()),
        Mapper("spade", 1, () => new Spade()),
        Mapper("icnet", 1, () => new IcNet()),
        Mapper("pspnet", 8, () => new PspNet()),
        Mapper("deeplab", 8, () => new DeepLab()),
        Mapper("pixel-rnn", 1, () => new PixelRnn()),
        Recurrent("lstm", "sequence", isFused => new LstmSentiment(isFused)) with
        {
            CreateInput = c => LstmSentiment.Sequences(c.Batch, c.Shape["height"], c.Shape["width"]),
            CreateTarget = c => OneHot(c.Batch, LstmSentiment.Classes),
        },
        Recurrent("gnmt", "sentence", isFused => new Gnmt(isFused)) with
        {
            CreateInput = c => Gnmt.Sentences(c.Batch, c.Shape["width"]),
        },
    ];

    /// <summary>From pictures to one number for each class.</summary>
    private static WorkloadDefinition Classifier(string name, int classes, Func<Network> network) =>
        Of(name, "image", network) with
        {
            CreateTarget = c => OneHot(c.Batch, classes),
        };

    /// <summary>From pictures to pictures, smaller by a factor.</summary>
    private static WorkloadDefinition Mapper(string name, int shrink, Func<Network> network) =>
        Of(name, "image", network) with
        {
            CreateTarget = c => Pixels(c.Batch, c.Shape["height"] / shrink, c.Shape["width"] / shrink),
        };

    /// <summary>Of sequences, step by step unless the case says <see cref="WorkloadDefinition.FusedAxis"/>.</summary>
    private static WorkloadDefinition Recurrent(string name, string item, Func<bool, Network> network) =>
        Of(name, item, () => network(false)) with
        {
            CanFuse = true,
            CreateNetwork = c => network(WorkloadDefinition.IsFused(c)),
        };

    private static WorkloadDefinition Of(string name, string item, Func<Network> network)
    {
        var test = SubTests.Full.First(test => test.Network == name);
        return new WorkloadDefinition
        {
            Name = test.Workload,
            Title = test.Title,
            ItemName = item,
            Shape = test.On(DeviceName.Cpu, threads: 1).Shape,
            CreateNetwork = _ => network(),
            CreateInput = c => Pixels(c.Batch, c.Shape["height"], c.Shape["width"]),
            CreateTarget = _ => throw new NotSupportedException($"{test.Title} has no training."),
            Loss = (output, target) => Ops.SumOfSquaredErrors(output.Move(), target),
            FlushesDenormalNumbers = true,
            CreateOptimizer = (p, fused) => new Adam(p, rate: 1e-4, fused: fused),
            OptimizerCanReplay = false, // the bias correction changes with every step
        };
    }

    private static Tensor Pixels(int batch, int height, int width)
    {
        var pixels = Ops.Empty([batch, 3, height, width], DType.Float32);
        Ops.RandomInPlace(pixels, 0, 256);
        return pixels;
    }

    private static Tensor OneHot(int batch, int classes)
    {
        var target = Ops.Zeros([batch, classes], DType.Float32);
        var rows = target.Data<float>();
        using var chosen = Ops.Empty([batch], DType.Int64);
        Ops.RandomInPlace(chosen, 0, classes);
        var columns = chosen.Data<long>();
        for (int i = 0; i < batch; i++)
        {
            rows[(i * classes) + (int)columns[i]] = 1;
        }
        return target;
    }
}
