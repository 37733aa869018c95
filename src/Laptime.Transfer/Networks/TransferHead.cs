using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Transfer.Networks;

/// <summary>
/// fastai v1's head: largest value and mean of each channel's plane side by side, then twice batch norm, dropout and a
/// fully connected layer. Pieces are numbered as in its <c>nn.Sequential</c>.
/// </summary>
public sealed class TransferHead : Layer
{
    /// <summary>Features between the two fully connected layers.</summary>
    public const int Width = 512;

    private static readonly long[] WholePlane = [1, 1];

    private readonly BatchNorm2d firstNorm;
    private readonly Dropout firstDropout;
    private readonly Linear first;
    private readonly BatchNorm2d secondNorm;
    private readonly Dropout secondDropout;
    private readonly Linear second;

    /// <summary>From <paramref name="channels"/> to scores of <paramref name="classes"/>.</summary>
    public TransferHead(int channels, int classes)
    {
        firstNorm = Add("2", new BatchNorm2d(2 * channels));
        firstDropout = Add("3", new Dropout(0.25));
        first = Start(Add("4", new Linear(2 * channels, Width)));
        secondNorm = Add("6", new BatchNorm2d(Width));
        secondDropout = Add("7", new Dropout(0.5));
        second = Start(Add("8", new Linear(Width, classes)));
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        var largest = Ops.AdaptiveMaxPool2d(x, WholePlane);
        var mean = Ops.AdaptiveAveragePool2d(x.Move(), WholePlane);
        Tensor both;
        using (var pooled = new TensorList([largest, mean]))
        {
            both = Ops.Concatenate(pooled, 1);
        }
        largest.Dispose();
        mean.Dispose();
        var features = first.Forward(firstDropout.Forward(firstNorm.Forward(Ops.Flatten(both.Move(), 1))));
        Ops.ReluInPlace(features);
        return second.Forward(secondDropout.Forward(secondNorm.Forward(features)));
    }

    /// <summary>He's normal distribution over the inputs and no bias: fastai's <c>apply_init(head, kaiming_normal_)</c>.</summary>
    private static Linear Start(Linear layer)
    {
        using var grad = GradMode.Off();
        Ops.NormalInPlace(layer.Weight, 0, Math.Sqrt(2.0 / layer.Weight.Shape[1]));
        Ops.FillInPlace(layer.Bias, 0);
        return layer;
    }
}
