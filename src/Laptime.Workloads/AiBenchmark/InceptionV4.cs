using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// Inception-V4 of TF-slim (Szegedy et al. 2017), without the second head that feeds nothing that is timed. 42,712,937
/// parameters for 1001 classes, running statistics included, 42,649,769 of which learn.
/// </summary>
internal sealed class InceptionV4 : Network
{
    private static readonly long[] WholePlane = [1, 1];

    private readonly Chain body;
    private readonly Conv2d classifier;

    internal InceptionV4()
    {
        body = Add("body", new Chain(3));
        body.Conv(32, 3, 2, padded: false).Conv(32, 3, padded: false).Conv(64, 3);
        body.Split(b => b.MaxPool(), b => b.Conv(96, 3, 2, padded: false));
        body.Split(
            b => b.Conv(64).Conv(96, 3, padded: false),
            b => b.Conv(64).Conv(64, (1, 7)).Conv(64, (7, 1)).Conv(96, 3, padded: false)
        );
        body.Split(b => b.Conv(192, 3, 2, padded: false), b => b.MaxPool());
        for (int i = 0; i < 4; i++)
        {
            body.Split(
                b => b.Conv(96),
                b => b.Conv(64).Conv(96, 3),
                b => b.Conv(64).Conv(96, 3).Conv(96, 3),
                b => b.AveragePool().Conv(96)
            );
        }
        body.Split(
            b => b.Conv(384, 3, 2, padded: false),
            b => b.Conv(192).Conv(224, 3).Conv(256, 3, 2, padded: false),
            b => b.MaxPool()
        );
        for (int i = 0; i < 7; i++)
        {
            body.Split(
                b => b.Conv(384),
                b => b.Conv(192).Conv(224, (1, 7)).Conv(256, (7, 1)),
                b => b.Conv(192).Conv(192, (7, 1)).Conv(224, (1, 7)).Conv(224, (7, 1)).Conv(256, (1, 7)),
                b => b.AveragePool().Conv(128)
            );
        }
        body.Split(
            b => b.Conv(192).Conv(192, 3, 2, padded: false),
            b => b.Conv(256).Conv(256, (1, 7)).Conv(320, (7, 1)).Conv(320, 3, 2, padded: false),
            b => b.MaxPool()
        );
        for (int i = 0; i < 3; i++)
        {
            body.Split(
                b => b.Conv(256),
                b => Spread(b.Conv(384)),
                b => Spread(b.Conv(384).Conv(448, (3, 1)).Conv(512, (1, 3))),
                b => b.AveragePool().Conv(256)
            );
        }
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

    private static Chain Spread(Chain chain) => chain.Split(c => c.Conv(256, (1, 3)), c => c.Conv(256, (3, 1)));
}
