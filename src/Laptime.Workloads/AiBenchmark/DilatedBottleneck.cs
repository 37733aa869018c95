using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// Bottleneck block of a ResNet (He et al. 2015) for segmentation: 1×1 with the stride, 3×3 with a dilation, 1×1; batch
/// norms with stored statistics, ReLU after the addition.
/// </summary>
internal sealed class DilatedBottleneck : Layer
{
    private readonly List<ConvNorm> bricks = [];

    /// <summary>From <paramref name="inputs"/> to 4 · <paramref name="width"/> channels.</summary>
    /// <param name="inputs">Channels that come in.</param>
    /// <param name="width">Channels of the 3×3 convolution.</param>
    /// <param name="stride">Of the first convolution and the projection.</param>
    /// <param name="dilation">Of the 3×3 convolution.</param>
    /// <param name="projects">Whether the shortcut is a convolution.</param>
    /// <param name="epsilon">Of the batch norms.</param>
    internal DilatedBottleneck(int inputs, int width, int stride, int dilation, bool projects, double epsilon)
    {
        int outputs = 4 * width;
        Brick("1", new Conv2d(inputs, width, 1, stride), width, Activation.Relu);
        Brick("2", new Conv2d(width, width, (3, 3), dilation: dilation), width, Activation.Relu);
        // No batch norm tames the sum at the start: small branches keep it from growing with the depth.
        Brick("3", new Conv2d(width, outputs, (1, 1), gain: 0.1), outputs, Activation.None);
        if (projects)
        {
            Brick("4", new Conv2d(inputs, outputs, 1, stride), outputs, Activation.None);
        }

        void Brick(string name, Conv2d convolution, int channels, Activation activation) =>
            bricks.Add(
                new ConvNorm(
                    Add($"conv{name}", convolution),
                    Add($"norm{name}", new BatchNorm2d(channels, epsilon, isFixed: true)),
                    activation
                )
            );
    }

    /// <summary>Its convolutions, the projection last.</summary>
    internal IReadOnlyList<ConvNorm> ConvNorms => bricks;

    /// <summary>The blocks of one stage; the first has the stride and the projection.</summary>
    internal static IEnumerable<DilatedBottleneck> Stage(
        int inputs,
        int width,
        int blocks,
        int stride,
        int dilation,
        double epsilon
    ) =>
        Enumerable
            .Range(0, blocks)
            .Select(i => new DilatedBottleneck(
                i == 0 ? inputs : 4 * width,
                width,
                i == 0 ? stride : 1,
                dilation,
                i == 0,
                epsilon
            ));

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        var y = bricks[0].Forward(x.Share());
        y = bricks[2].Forward(bricks[1].Forward(y));
        var shortcut = bricks.Count > 3 ? bricks[3].Forward(x) : x;
        Ops.AddInPlace(y, shortcut.Move());
        Ops.ReluInPlace(y);
        return y;
    }
}
