using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// VGG-16 of TF-slim (Simonyan and Zisserman 2015): the fully connected layers are convolutions, nothing normalises,
/// nothing drops out. 138,357,544 parameters for 1000 classes.
/// </summary>
internal sealed class Vgg16 : Network
{
    private const int Pool = 0;

    private static readonly long[] Half = [2, 2];
    private static readonly long[] None = [0, 0];

    // Output channels of the 3×3 convolutions, and where a pool is.
    private static readonly int[] Layout =
    [
        .. (int[])[64, 64, Pool],
        .. (int[])[128, 128, Pool],
        .. (int[])[256, 256, 256, Pool],
        .. (int[])[512, 512, 512, Pool],
        .. (int[])[512, 512, 512, Pool],
    ];

    private readonly List<Conv2d> convolutions = [];
    private readonly Conv2d sixth;
    private readonly Conv2d seventh;
    private readonly Conv2d classifier;

    /// <summary>The original has 4096 features behind the last pool.</summary>
    internal Vgg16(int features = 4096)
    {
        int channels = 3;
        foreach (int outputs in Layout.Where(entry => entry != Pool))
        {
            convolutions.Add(Add($"conv{convolutions.Count}", Bricks.Convolution(channels, outputs, 3)));
            channels = outputs;
        }
        double gain = Bricks.Keeping(channels, features);
        sixth = Add("fc6", new Conv2d(channels, features, (7, 7), bias: true, padded: false, gain: gain));
        seventh = Add("fc7", Bricks.Convolution(features, features, 1));
        classifier = Add("fc8", Bricks.Head(features, 1000));
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = Bricks.Centred(x);
        int next = 0;
        foreach (int entry in Layout)
        {
            x =
                entry == Pool
                    ? Ops.MaxPool2d(x.Move(), Half, Half, None)
                    : Bricks.Relu(convolutions[next++].Forward(x));
        }
        x = Bricks.Relu(seventh.Forward(Bricks.Relu(sixth.Forward(x))));
        return Ops.Flatten(classifier.Forward(x).Move(), 1);
    }
}
