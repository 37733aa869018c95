using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Optim;

/// <summary>
/// Stochastic gradient descent with momentum and weight decay, as <c>torch.optim.SGD</c>:
/// d = g + decay·p, b = mu·b + d, p −= rate·b.
/// </summary>
public sealed class Sgd : Optimizer
{
    private readonly double rate;
    private readonly double momentum;
    private readonly double decay;
    private readonly TensorList? buffers;
    private bool first = true;

    /// <summary>Of <paramref name="parameters"/>, which must outlive the optimizer.</summary>
    public Sgd(IReadOnlyList<Tensor> parameters, double rate, double momentum = 0, double decay = 0, bool fused = false)
        : base(parameters, fused)
    {
        this.rate = rate;
        this.momentum = momentum;
        this.decay = decay;
        buffers = momentum > 0 ? AddState(parameters) : null;
    }

    /// <inheritdoc />
    protected override void Update()
    {
        if (IsFused)
        {
            Ops.FusedSgdInPlace(Parameters, Gradients, buffers, rate, momentum, decay);
            return;
        }
        if (decay > 0)
        {
            Ops.ForeachAddInPlace(Gradients, Parameters, decay);
        }
        if (buffers is not null)
        {
            if (!first)
            {
                Ops.ForeachMultiplyInPlace(buffers, momentum);
            }
            Ops.ForeachAddInPlace(buffers, Gradients);
        }
        Ops.ForeachAddInPlace(Parameters, buffers ?? Gradients, -rate);
        first = false;
    }
}
