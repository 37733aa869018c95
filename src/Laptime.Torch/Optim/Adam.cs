using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Optim;

/// <summary>
/// Adam (Kingma and Ba 2015) and, with decoupled weight decay, AdamW (Loshchilov and Hutter 2019), as
/// <c>torch.optim</c> has them: m = β₁m + (1−β₁)g, v = β₂v + (1−β₂)g²,
/// p −= rate/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε).
/// </summary>
public sealed class Adam : Optimizer
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly double rate;
    private readonly double decay;
    private readonly bool decoupled;
    private readonly TensorList first;
    private readonly TensorList second;
    private readonly List<(int Start, int Count)> parts;
    private long step;

    /// <summary>Of <paramref name="parameters"/>, which must outlive the optimizer.</summary>
    public Adam(
        IReadOnlyList<Tensor> parameters,
        double rate,
        double decay = 0,
        bool decoupled = false,
        bool fused = false
    )
        : base(parameters, fused)
    {
        this.rate = rate;
        this.decay = decay;
        this.decoupled = decoupled;
        first = AddState(parameters);
        second = AddState(parameters);
        parts = Divide(parameters);
    }

    /// <inheritdoc />
    protected override void Update()
    {
        step++;
        if (IsFused)
        {
            Ops.FusedAdamInPlace(
                Parameters,
                Gradients,
                first,
                second,
                rate,
                (Beta1, Beta2),
                Epsilon,
                decay,
                decoupled,
                step
            );
            return;
        }
        if (decay > 0 && decoupled)
        {
            Ops.ForeachMultiplyInPlace(Parameters, 1 - rate * decay);
        }
        else if (decay > 0)
        {
            Ops.ForeachAddInPlace(Gradients, Parameters, decay);
        }
        Ops.ForeachMultiplyInPlace(first, Beta1);
        Ops.ForeachAddInPlace(first, Gradients, 1 - Beta1);
        Ops.ForeachMultiplyInPlace(second, Beta2);
        Ops.ForeachAddProductInPlace(second, Gradients, Gradients, 1 - Beta2);
        double factor = -rate / (1 - Math.Pow(Beta1, step));
        foreach (var (start, count) in parts)
        {
            using var denominators = Ops.ForeachSqrt(Argument.Part(second, start, count));
            Ops.ForeachDivideInPlace(denominators, Math.Sqrt(1 - Math.Pow(Beta2, step)));
            Ops.ForeachAddInPlace(denominators, Epsilon);
            Ops.ForeachAddQuotientInPlace(
                Argument.Part(Parameters, start, count),
                Argument.Part(first, start, count),
                denominators,
                factor
            );
        }
    }

    /// <summary>
    /// Parameters whose denominators are made together: all of them on a GPU; on the processor a few, so that they stay
    /// small, as in PyTorch's loop over parameters there.
    /// </summary>
    private static List<(int Start, int Count)> Divide(IReadOnlyList<Tensor> parameters)
    {
        const long Together = 4 << 20;
        var divided = new List<(int Start, int Count)>();
        long bytes = 0;
        for (int i = 0; i < parameters.Count; i++)
        {
            long own = parameters[i].ByteCount;
            if (divided.Count == 0 || (parameters[i].Device.IsCpu && bytes + own > Together))
            {
                divided.Add((i, 0));
                bytes = 0;
            }
            divided[^1] = (divided[^1].Start, divided[^1].Count + 1);
            bytes += own;
        }
        return divided;
    }
}
