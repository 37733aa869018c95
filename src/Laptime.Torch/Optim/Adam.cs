using System.Collections.Immutable;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Optim;

/// <summary>
/// Adam (Kingma and Ba 2015) and, with decoupled weight decay, AdamW (Loshchilov and Hutter 2019), as
/// <c>torch.optim</c> has them: m = β₁m + (1−β₁)g, v = β₂v + (1−β₂)g²,
/// p −= rate/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε). Rates, one for each group of parameters, and β₁ may change from step to
/// step, as a schedule wants them.
/// </summary>
public sealed class Adam : Optimizer
{
    private const double Epsilon = 1e-8;

    private readonly double beta2;
    private readonly double decay;
    private readonly bool decoupled;
    private readonly double[] rates;
    private readonly TensorList first;
    private readonly TensorList second;
    private readonly List<Group> groups = [];

    /// <summary>Of <paramref name="parameters"/>, which must outlive the optimizer.</summary>
    public Adam(
        IReadOnlyList<Tensor> parameters,
        double rate,
        double decay = 0,
        bool decoupled = false,
        bool fused = false
    )
        : this([parameters], decay, decoupled, beta2: 0.999, fused) => rates[0] = rate;

    /// <summary>Of groups of parameters, which must outlive the optimizer; their rates are 0 until they are set.</summary>
    public Adam(
        IReadOnlyList<IReadOnlyList<Tensor>> groups,
        double decay,
        bool decoupled,
        double beta2,
        bool fused = false
    )
        : base([.. groups.SelectMany(group => group)], fused)
    {
        this.beta2 = beta2;
        this.decay = decay;
        this.decoupled = decoupled;
        rates = new double[groups.Count];
        ImmutableArray<Tensor> all = [.. groups.SelectMany(group => group)];
        first = AddState(all);
        second = AddState(all);
        int start = 0;
        foreach (var group in groups)
        {
            this.groups.Add(new Group(start, group.Count, Divide(group, start)));
            start += group.Count;
        }
    }

    /// <summary>β₁, which PyTorch calls the first of two betas and schedules call momentum.</summary>
    public double Momentum { get; set; } = 0.9;

    /// <summary>Steps done, t; set when a state that was saved is put back.</summary>
    public long StepsDone { get; set; }

    /// <summary>Sets the rate of each group for the steps to come.</summary>
    /// <exception cref="ArgumentException">There are more or fewer rates than groups.</exception>
    public void SetRates(ReadOnlySpan<double> values)
    {
        if (values.Length != rates.Length)
        {
            throw new ArgumentException($"{values.Length} rates for {rates.Length} groups.", nameof(values));
        }
        values.CopyTo(rates);
    }

    /// <inheritdoc />
    protected override void Update()
    {
        StepsDone++;
        for (int i = 0; i < groups.Count; i++)
        {
            if (groups[i].Count > 0)
            {
                Update(groups[i], rates[i]);
            }
        }
    }

    private void Update(Group group, double rate)
    {
        if (IsFused)
        {
            Ops.FusedAdamInPlace(
                (Parameters, Gradients, first, second),
                (group.Start, group.Count),
                rate,
                (Momentum, beta2),
                Epsilon,
                decay,
                decoupled,
                StepsDone
            );
            return;
        }
        Argument Of(TensorList list) => Argument.Part(list, group.Start, group.Count);
        if (decay > 0 && decoupled)
        {
            Ops.ForeachMultiplyInPlace(Of(Parameters), 1 - rate * decay);
        }
        else if (decay > 0)
        {
            Ops.ForeachAddInPlace(Of(Gradients), Of(Parameters), decay);
        }
        Ops.ForeachMultiplyInPlace(Of(first), Momentum);
        Ops.ForeachAddInPlace(Of(first), Of(Gradients), 1 - Momentum);
        Ops.ForeachMultiplyInPlace(Of(second), beta2);
        Ops.ForeachAddProductInPlace(Of(second), Of(Gradients), Of(Gradients), 1 - beta2);
        double factor = -rate / (1 - Math.Pow(Momentum, StepsDone));
        foreach (var (start, count) in group.Parts)
        {
            using var denominators = Ops.ForeachSqrt(Argument.Part(second, start, count));
            Ops.ForeachDivideInPlace(denominators, Math.Sqrt(1 - Math.Pow(beta2, StepsDone)));
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
    private static List<(int Start, int Count)> Divide(IReadOnlyList<Tensor> parameters, int offset)
    {
        const long Together = 4 << 20;
        var divided = new List<(int Start, int Count)>();
        long bytes = 0;
        for (int i = 0; i < parameters.Count; i++)
        {
            long own = parameters[i].ByteCount;
            if (divided.Count == 0 || (parameters[i].Device.IsCpu && bytes + own > Together))
            {
                divided.Add((offset + i, 0));
                bytes = 0;
            }
            divided[^1] = (divided[^1].Start, divided[^1].Count + 1);
            bytes += own;
        }
        return divided;
    }

    /// <summary>Neighbours among the parameters that share a rate.</summary>
    private sealed record Group(int Start, int Count, List<(int Start, int Count)> Parts);
}
