using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using static Laptime.Core.AiBenchmark.SubTestKind;

namespace Laptime.Core.AiBenchmark;

/// <summary>
/// All sub-tests of AI-Benchmark (Alpha) 0.1.2, in the order in which it runs them. Source: the configuration table of
/// houseofai/ai-benchmark at its first commit, the unchanged release; two forks carry the same numbers.
/// Multiply-accumulates were counted on the graphs that the package ships.
/// </summary>
public static class SubTests
{
    private static readonly (string Network, string Title)[] Networks =
    [
        ("mobilenet-v2", "MobileNet-V2"),
        ("inception-v3", "Inception-V3"),
        ("inception-v4", "Inception-V4"),
        ("inception-resnet-v2", "Inception-ResNet-V2"),
        ("resnet-v2-50", "ResNet-V2-50"),
        ("resnet-v2-152", "ResNet-V2-152"),
        ("vgg-16", "VGG-16"),
        ("srcnn", "SRCNN 9-5-5"),
        ("vgg-19-sr", "VGG-19 Super-Res"),
        ("srgan", "ResNet-SRGAN"),
        ("dped", "ResNet-DPED"),
        ("unet", "U-Net"),
        ("spade", "Nvidia-SPADE"),
        ("icnet", "ICNet"),
        ("pspnet", "PSPNet"),
        ("deeplab", "DeepLab"),
        ("pixel-rnn", "Pixel-RNN"),
        ("lstm", "LSTM-Sentiment"),
        ("gnmt", "GNMT-Translation"),
    ];

    /// <summary>The 24 inference and 18 training sub-tests.</summary>
    public static ImmutableArray<SubTest> Full { get; } =
        Table(
            // Kind, test, number, batch, height, width, reference in ms, GMAC of an iteration.
            (Inference, 1, 1, 50, 224, 224, 75, 15.039),
            (Training, 1, 2, 50, 224, 224, 265, 15.039),
            (Inference, 2, 1, 20, 346, 346, 85, 146.525),
            (Training, 2, 2, 20, 346, 346, 275, 146.525),
            (Inference, 3, 1, 10, 346, 346, 68, 156.206),
            (Training, 3, 2, 10, 346, 346, 290, 156.206),
            (Inference, 4, 1, 10, 346, 346, 90, 167.267),
            (Training, 4, 2, 8, 346, 346, 330, 133.814),
            (Inference, 5, 1, 10, 346, 346, 48, 85.582),
            (Training, 5, 2, 10, 346, 346, 172, 85.582),
            (Inference, 6, 1, 10, 256, 256, 60, 142.449),
            (Training, 6, 2, 10, 256, 256, 265, 142.449),
            (Inference, 7, 1, 20, 224, 224, 110, 309.405),
            (Training, 7, 2, 2, 224, 224, 190, 30.941),
            (Inference, 8, 1, 10, 512, 512, 100, 181.278),
            (Inference, 8, 2, 1, 1536, 1536, 85, 163.15),
            (Training, 8, 3, 10, 512, 512, 285, 181.278),
            (Inference, 9, 1, 10, 256, 256, 114, 437.13),
            (Inference, 9, 2, 1, 1024, 1024, 162, 699.409),
            (Training, 9, 3, 10, 224, 224, 274, 334.678),
            (Inference, 10, 1, 10, 512, 512, 110, 328.194),
            (Inference, 10, 2, 1, 1536, 1536, 100, 295.374),
            (Training, 10, 3, 5, 512, 512, 170, 164.097),
            (Inference, 11, 1, 10, 256, 256, 135, 261.976),
            (Inference, 11, 2, 1, 1024, 1024, 215, 419.162),
            (Training, 11, 3, 15, 128, 128, 200, 98.241),
            (Inference, 12, 1, 4, 512, 512, 220, 770.812),
            (Inference, 12, 2, 1, 1024, 1024, 215, 770.812),
            (Training, 12, 3, 4, 256, 256, 240, 192.703),
            (Inference, 13, 1, 5, 128, 128, 110, 370.412),
            (Training, 13, 2, 1, 128, 128, 200, 74.243),
            (Inference, 14, 1, 5, 1024, 1536, 270, 109.213),
            (Training, 14, 2, 10, 1024, 1536, 815, 218.426),
            (Inference, 15, 1, 5, 720, 720, 472, 1816.558),
            (Training, 15, 2, 1, 512, 512, 214, 183.715),
            (Inference, 16, 1, 2, 512, 512, 125, 355.501),
            (Training, 16, 2, 1, 384, 384, 191, 99.985),
            (Inference, 17, 1, 50, 64, 64, 665, 18.294),
            (Training, 17, 2, 10, 64, 64, 1756, 3.659),
            (Inference, 18, 1, 100, 1024, 300, 547, 555.326),
            (Training, 18, 2, 10, 1024, 300, 728, 55.533),
            (Inference, 19, 1, 1, 1, 20, 193, 7.0086)
        );

    /// <summary>The 16 sub-tests of the micro set.</summary>
    public static ImmutableArray<SubTest> Micro { get; } =
        Table(
            (SubTestKind.Micro, 1, 1, 1, 224, 224, 6, 0.301),
            (SubTestKind.Micro, 2, 1, 1, 346, 346, 17, 7.326),
            (SubTestKind.Micro, 3, 1, 1, 346, 346, 27, 15.621),
            (SubTestKind.Micro, 4, 1, 1, 346, 346, 37, 16.727),
            (SubTestKind.Micro, 5, 1, 1, 346, 346, 10, 8.558),
            (SubTestKind.Micro, 6, 1, 1, 256, 256, 25, 14.245),
            (SubTestKind.Micro, 7, 1, 1, 224, 224, 56, 15.47),
            (SubTestKind.Micro, 8, 1, 1, 512, 512, 10, 18.128),
            (SubTestKind.Micro, 9, 1, 1, 512, 512, 43, 174.852),
            (SubTestKind.Micro, 10, 1, 1, 512, 512, 17, 32.819),
            (SubTestKind.Micro, 11, 1, 1, 256, 256, 15.5, 26.198),
            (SubTestKind.Micro, 12, 1, 1, 512, 512, 57, 192.703),
            (SubTestKind.Micro, 13, 1, 1, 128, 128, 46, 74.243),
            (SubTestKind.Micro, 14, 1, 1, 1024, 1536, 33.5, 21.843),
            (SubTestKind.Micro, 15, 1, 1, 720, 720, 103, 363.312),
            (SubTestKind.Micro, 16, 1, 1, 512, 512, 67, 177.75)
        );

    /// <summary>The sub-test that a case scores for; null where it differs in anything but device and threads.</summary>
    public static SubTest? Of(Case @case) =>
        Full.Concat(Micro).FirstOrDefault(test => test.On(@case.Device, @case.Threads).Equals(@case));

    private static ImmutableArray<SubTest> Table(
        params (
            SubTestKind Kind,
            int Test,
            int Number,
            int Batch,
            int Height,
            int Width,
            double Milliseconds,
            double GigaMacs
        )[] rows
    ) =>
        [
            .. rows.Select(row => new SubTest
            {
                Test = row.Test,
                Number = row.Number,
                Kind = row.Kind,
                Network = Networks[row.Test - 1].Network,
                Title = Networks[row.Test - 1].Title,
                Batch = row.Batch,
                Height = row.Height,
                Width = row.Width,
                Reference = Seconds.FromMilliseconds(row.Milliseconds),
                GigaMacs = row.GigaMacs,
            }),
        ];
}
