using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// Inception-V3 of TF-slim (Szegedy et al. 2016), without the second head that feeds nothing that is timed. 23,853,833
/// parameters for 1001 classes, running statistics included, 23,819,401 of which learn.
/// </summary>
internal sealed class InceptionV3 : Network
{
    private static readonly long[] LastPlane = [8, 8];
    private static readonly long[] LastStride = [2, 2];

    private readonly Chain body;
    private readonly Conv2d classifier;

    internal InceptionV3()
    {
        body = Add("body", new Chain(3));
        body.Conv(32, 3, 2, padded: false).Conv(32, 3, padded: false).Conv(64, 3).MaxPool();
        body.Conv(80).Conv(192, 3, padded: false).MaxPool();
        Fives(32);
        Fives(64);
        Fives(64);
        body.Split(
            b => b.Conv(384, 3, 2, padded: false),
            b => b.Conv(64).Conv(96, 3).Conv(96, 3, 2, padded: false),
            b => b.MaxPool()
        );
        Sevens(128);
        Sevens(160);
        Sevens(160);
        Sevens(192);
        body.Split(
            b => b.Conv(192).Conv(320, 3, 2, padded: false),
            b => b.Conv(192).Conv(192, (1, 7)).Conv(192, (7, 1)).Conv(192, 3, 2, padded: false),
            b => b.MaxPool()
        );
        Spread();
        Spread();
        classifier = Add("classifier", Bricks.Head(body.Channels, 1001));
    }

    /// <inheritdoc />
    public override IEnumerable<ConvNorm> ConvNorms => body.ConvNorms;

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = body.Forward(Bricks.Centred(x));
        // 8×8 on a plane of 9×9 gives a single place: the last row and column do not count.
        x = Ops.AveragePool2d(x.Move(), LastPlane, LastStride);
        return Bricks.Probabilities(classifier.Forward(x));
    }

    private void Fives(int pooled) =>
        body.Split(
            b => b.Conv(64),
            b => b.Conv(48).Conv(64, 5),
            b => b.Conv(64).Conv(96, 3).Conv(96, 3),
            b => b.AveragePool().Conv(pooled)
        );

    private void Sevens(int width) =>
        body.Split(
            b => b.Conv(192),
            b => b.Conv(width).Conv(width, (1, 7)).Conv(192, (7, 1)),
            b => b.Conv(width).Conv(width, (7, 1)).Conv(width, (1, 7)).Conv(width, (7, 1)).Conv(192, (1, 7)),
            b => b.AveragePool().Conv(192)
        );

    private void Spread() =>
        body.Split(
            b => b.Conv(320),
            b => b.Conv(384).Split(c => c.Conv(384, (1, 3)), c => c.Conv(384, (3, 1))),
            b => b.Conv(448).Conv(384, 3).Split(c => c.Conv(384, (1, 3)), c => c.Conv(384, (3, 1))),
            b => b.AveragePool().Conv(192)
        );
}
