using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// Inception-ResNet-V2 of TF-slim (Szegedy et al. 2017), without the second head that feeds nothing that is timed.
/// 55,875,273 parameters for 1001 classes, running statistics included, 55,814,729 of which learn.
/// </summary>
internal sealed class InceptionResNetV2 : Network
{
    private static readonly long[] WholePlane = [1, 1];

    private readonly Chain body;
    private readonly Conv2d classifier;

    internal InceptionResNetV2()
    {
        body = Add("body", new Chain(3));
        body.Conv(32, 3, 2, padded: false).Conv(32, 3, padded: false).Conv(64, 3).MaxPool();
        body.Conv(80).Conv(192, 3, padded: false).MaxPool();
        body.Split(
            b => b.Conv(96),
            b => b.Conv(48).Conv(64, 5),
            b => b.Conv(64).Conv(96, 3).Conv(96, 3),
            b => b.AveragePool().Conv(64)
        );
        Repeat(
            10,
            0.17,
            b => b.Split(c => c.Conv(32), c => c.Conv(32).Conv(32, 3), c => c.Conv(32).Conv(48, 3).Conv(64, 3))
        );
        body.Split(
            b => b.Conv(384, 3, 2, padded: false),
            b => b.Conv(256).Conv(256, 3).Conv(384, 3, 2, padded: false),
            b => b.MaxPool()
        );
        Repeat(20, 0.10, b => b.Split(c => c.Conv(192), c => c.Conv(128).Conv(160, (1, 7)).Conv(192, (7, 1))));
        body.Split(
            b => b.Conv(256).Conv(384, 3, 2, padded: false),
            b => b.Conv(256).Conv(288, 3, 2, padded: false),
            b => b.Conv(256).Conv(288, 3).Conv(320, 3, 2, padded: false),
            b => b.MaxPool()
        );
        Repeat(9, 0.20, Threes);
        // The last one adds all of its branch: a smaller start makes it no larger than what it is added to.
        body.Residual(1, gain: 0.5, relu: false, Threes);
        body.Conv(1536);
        classifier = Add("classifier", Bricks.Head(body.Channels, 1001));
    }

    /// <inheritdoc />
    public override IEnumerable<ConvNorm> ConvNorms => body.ConvNorms;

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = body.Forward(Bricks.Centred(x));
        x = Ops.AdaptiveAveragePool2d(x.Move(), WholePlane);
        return Bricks.Probabilities(classifier.Forward(x));
    }

    private static Chain Threes(Chain chain) =>
        chain.Split(c => c.Conv(192), c => c.Conv(192).Conv(224, (1, 3)).Conv(256, (3, 1)));

    private void Repeat(int times, double scale, Func<Chain, Chain> path)
    {
        for (int i = 0; i < times; i++)
        {
            body.Residual(scale, gain: 1, relu: true, path);
        }
    }
}
