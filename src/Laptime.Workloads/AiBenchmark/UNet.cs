using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// U-Net (Ronneberger et al. 2015) with padded convolutions and instance norms, from pictures to pictures. 31,043,651
/// parameters.
/// </summary>
internal sealed class UNet : Network
{
    private const int Narrowest = 64;

    private static readonly long[] Half = [2, 2];
    private static readonly long[] None = [0, 0];

    private readonly List<Layer[]> down = [];
    private readonly List<ConvTranspose2d> larger = [];
    private readonly List<Layer[]> up = [];
    private readonly Conv2d last;

    /// <summary>The original has 1024 channels at the bottom.</summary>
    internal UNet(int widest = 1024)
    {
        int channels = 3;
        for (int width = Narrowest; width <= widest; width *= 2)
        {
            down.Add(Two($"down{down.Count}", channels, width));
            channels = width;
        }
        for (int width = widest / 2; width >= Narrowest; width /= 2)
        {
            larger.Add(Add($"up{up.Count}", new ConvTranspose2d(channels, width, stride: 2)));
            up.Add(Two($"up{up.Count}", 2 * width, width));
            channels = width;
        }
        last = Add("last", Bricks.Convolution(channels, 3, 1, Bricks.IntoTanh));
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = Bricks.Centred(x);
        var skipped = new Stack<Tensor>();
        foreach (var pair in down)
        {
            if (pair != down[0])
            {
                skipped.Push(x.Share());
                x = Ops.MaxPool2d(x.Move(), Half, Half, None);
            }
            x = pair[1].Forward(pair[0].Forward(x));
        }
        foreach (var (convolution, pair) in larger.Zip(up))
        {
            x = Ops.Join(1, convolution.Forward(x), skipped.Pop());
            x = pair[1].Forward(pair[0].Forward(x));
        }
        return Bricks.TanhPixels(last.Forward(x));
    }

    private Layer[] Two(string name, int inputs, int width) =>
        [Add($"{name}.1", new ConvInstanceNorm(inputs, width)), Add($"{name}.2", new ConvInstanceNorm(width, width))];
}
