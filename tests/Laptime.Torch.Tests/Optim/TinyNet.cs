using Laptime.Tests;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Tests.Optim;

/// <summary>The net of oracle.py: a convolution, an average over the plane, a linear layer.</summary>
internal sealed class TinyNet : Layer
{
    private static readonly long[] Same = [1, 1];

    private readonly Tensor convolution;
    private readonly Tensor weight;
    private readonly Tensor bias;

    public TinyNet(PythonOracle python)
    {
        convolution = AddParameter("convolution", 4, 3, 3, 3);
        weight = AddParameter("weight", 5, 4);
        bias = AddParameter("bias", 5);
        using var grad = Torch.Autograd.GradMode.Off();
        using var scope = TensorScope.Enter();
        foreach (var (name, tensor, _) in State())
        {
            Ops.CopyInto(tensor, python.Tensor($"net.{name}"));
        }
    }

    public void UseChannelsLast()
    {
        using var grad = Torch.Autograd.GradMode.Off();
        convolution.Become(Ops.CloneChannelsLast(convolution));
    }

    public override Tensor Forward(Tensor x)
    {
        x = Ops.Relu(Ops.Conv2d(x.Move(), convolution, Argument.None, Same, Same, Same, 1).Move());
        x = Ops.AdaptiveAveragePool2d(x.Move(), Same);
        return Ops.Linear(Ops.Flatten(x.Move(), 1).Move(), weight, bias);
    }
}
