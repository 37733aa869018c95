using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// DeepLab in its second version (Chen et al. 2016) on ResNet-101 with an output stride of 8: four heads of different
/// dilation, summed. 42,826,700 parameters, 42,721,356 of which learn.
/// </summary>
internal sealed class DeepLab : Network
{
    private const double Epsilon = 1e-3;
    private static readonly int[] Dilations = [6, 12, 18, 24];

    private readonly ConvNorm stem;
    private readonly List<DilatedBottleneck> blocks = [];
    private readonly List<Conv2d> heads = [];

    internal DeepLab()
    {
        stem = new ConvNorm(
            Add("stem", new Conv2d(3, 64, 7, 2)),
            Add("stem.norm", new BatchNorm2d(64, Epsilon, isFixed: true)),
            Activation.Relu
        );
        Stage(64, 64, 3, 1, 1);
        Stage(256, 128, 4, 2, 1);
        Stage(512, 256, 23, 1, 2);
        Stage(1024, 512, 3, 1, 4);
        foreach (int dilation in Dilations)
        {
            // Three outputs of 18,432 inputs: He's distribution, which counts outputs, would make them huge.
            var head = new Conv2d(2048, 3, (3, 3), dilation: dilation, bias: true, gain: 0.02);
            heads.Add(Add($"head{dilation}", head));
        }
    }

    /// <inheritdoc />
    public override IEnumerable<ConvNorm> ConvNorms => [stem, .. blocks.SelectMany(b => b.ConvNorms)];

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        using var features = Features(Bricks.LessMeans(x));
        var sum = heads[0].Forward(features.Share());
        for (int i = 1; i < heads.Count; i++)
        {
            Ops.AddInPlace(sum, heads[i].Forward(features.Share()).Move());
        }
        return sum;
    }

    /// <summary>What the heads see: 2048 channels at an eighth of the size.</summary>
    internal Tensor Features(Tensor x)
    {
        x = Ops.MaxPool2d(stem.Forward(x).Move(), [3, 3], [2, 2], [1, 1]);
        foreach (var block in blocks)
        {
            x = block.Forward(x);
        }
        return x;
    }

    private void Stage(int inputs, int width, int count, int stride, int dilation)
    {
        foreach (var block in DilatedBottleneck.Stage(inputs, width, count, stride, dilation, Epsilon))
        {
            blocks.Add(Add($"block{blocks.Count}", block));
        }
    }
}
