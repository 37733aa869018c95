using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// ICNet (Zhao et al. 2017) with its batch norms merged into the convolutions: three branches at full, half and quarter
/// resolution. Its pools fit pictures of 1024×1536 only. Of 6,685,775 parameters the last 60 learn; nothing before them
/// is recorded for the backward pass.
/// </summary>
internal sealed class IcNet : Network
{
    private static readonly long[][] Pools =
    [
        [32, 48],
        [16, 24],
        [10, 16],
        [8, 12],
    ];

    private readonly List<Conv2d> half = [];
    private readonly List<Block> upper = [];
    private readonly List<Block> lower = [];
    private readonly Conv2d reduction;
    private readonly (Conv2d Up, Conv2d Side) toHalf;
    private readonly (Conv2d Up, Conv2d Side) toFull;
    private readonly List<Conv2d> full = [];
    private readonly Conv2d classes;
    private readonly Conv2d last;

    internal IcNet()
    {
        half.AddRange([Conv("half0", 3, 32, 3, 2), Conv("half1", 32, 32, 3), Conv("half2", 32, 64, 3)]);
        Stage(upper, 64, 32, 3, 1, 1);
        Stage(upper, 128, 64, 1, 2, 1);
        Stage(lower, 256, 64, 3, 1, 1, projects: false);
        Stage(lower, 256, 128, 6, 1, 2);
        Stage(lower, 512, 256, 3, 1, 4);
        reduction = Conv("reduction", 1024, 256, 1);
        toHalf = (Conv("half.up", 256, 128, 3, dilation: 2), Conv("half.side", 256, 128, 1));
        toFull = (Conv("full.up", 128, 128, 3, dilation: 2), Conv("full.side", 64, 128, 1));
        full.AddRange([Conv("full0", 3, 32, 3, 2), Conv("full1", 32, 32, 3, 2), Conv("full2", 32, 64, 3, 2)]);
        classes = Conv("classes", 128, 19, 1, gain: 0.1); // a tanh follows, which large values saturate
        StopLearning();
        last = Add("last", new Conv2d(19, 3, (1, 1), bias: true, gain: 0.1));
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = Bricks.LessMeans(x);
        long[] size = x.Shape[2..];
        var y = Ops.ResizeBilinear(x, [size[0] / 2, size[1] / 2], alignCorners: true);
        foreach (var convolution in half)
        {
            y = Rectified(convolution.Forward(y));
        }
        y = Ops.MaxPool2d(y.Move(), [3, 3], [2, 2], [0, 0]);
        foreach (var block in upper)
        {
            y = block.Forward(y);
        }
        var middle = y.Share();
        long[] middleSize = y.Shape[2..];
        y = Ops.ResizeBilinear(y.Move(), [middleSize[0] / 2, middleSize[1] / 2], alignCorners: true);
        foreach (var block in lower)
        {
            y = block.Forward(y);
        }
        y = Rectified(reduction.Forward(Pyramid(y)));
        y = Merge(toHalf, y, middle);
        foreach (var convolution in full)
        {
            x = Rectified(convolution.Forward(x));
        }
        y = Doubled(Merge(toFull, y, x));
        y = Ops.ResizeBilinear(classes.Forward(y).Move(), size, alignCorners: true);
        return Ops.Tanh(last.Forward(y).Move());
    }

    /// <summary>The features and their means over windows of four sizes, blown up again, all added.</summary>
    internal static Tensor Pyramid(Tensor x)
    {
        long[] size = x.Shape[2..];
        var sum = Ops.Clone(x);
        foreach (long[] window in Pools)
        {
            var pooled = Ops.AveragePool2d(x, window, window);
            Ops.AddInPlace(sum, Ops.ResizeBilinear(pooled.Move(), size, alignCorners: true).Move());
        }
        x.Dispose();
        return sum;
    }

    private static Tensor Merge((Conv2d Up, Conv2d Side) convolutions, Tensor small, Tensor large)
    {
        var sum = convolutions.Up.Forward(Doubled(small));
        Ops.AddInPlace(sum, convolutions.Side.Forward(large).Move());
        return Rectified(sum);
    }

    private static Tensor Doubled(Tensor x)
    {
        long[] size = x.Shape[2..];
        return Ops.ResizeBilinear(x.Move(), [2 * size[0], 2 * size[1]], alignCorners: true);
    }

    private static Tensor Rectified(Tensor x)
    {
        Ops.ReluInPlace(x);
        return x;
    }

    private void Stage(List<Block> to, int inputs, int width, int count, int stride, int dilation, bool projects = true)
    {
        for (int i = 0; i < count; i++)
        {
            string name = $"{(to == upper ? "upper" : "lower")}{to.Count}";
            bool first = i == 0;
            int channels = first ? inputs : 4 * width;
            to.Add(
                new Block(
                    Conv($"{name}.1", channels, width, 1, first ? stride : 1),
                    Conv($"{name}.2", width, width, 3, dilation: dilation),
                    Conv($"{name}.3", width, 4 * width, 1, gain: 0.2), // nothing normalises: small branches keep the sum small
                    first && projects ? Conv($"{name}.4", channels, 4 * width, 1, stride) : null
                )
            );
        }
    }

    private Conv2d Conv(
        string name,
        int inputs,
        int outputs,
        int kernel,
        int stride = 1,
        int dilation = 1,
        double gain = 1
    ) => Add(name, new Conv2d(inputs, outputs, (kernel, kernel), stride, dilation: dilation, bias: true, gain: gain));

    private sealed record Block(Conv2d First, Conv2d Second, Conv2d Third, Conv2d? Projection)
    {
        internal Tensor Forward(Tensor x)
        {
            var y = Rectified(First.Forward(x.Share()));
            y = Third.Forward(Rectified(Second.Forward(y)));
            var shortcut = Projection is null ? x : Projection.Forward(x);
            Ops.AddInPlace(y, shortcut.Move());
            return Rectified(y);
        }
    }
}
