using Laptime.Torch.Autograd;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Optim;

/// <summary>Changes parameters by their gradients. Every parameter must have one when <see cref="Step"/> is called.</summary>
public abstract class Optimizer : IDisposable
{
    private readonly List<Tensor> state = [];
    private readonly List<IDisposable> lists = [];

    /// <summary>Of <paramref name="parameters"/>, which must outlive the optimizer.</summary>
    protected Optimizer(IReadOnlyList<Tensor> parameters, bool fused)
    {
        Parameters = Track(new TensorList(parameters));
        Gradients = Track(new TensorList(parameters.Count));
        IsFused = fused;
    }

    /// <summary>
    /// Whether a step is one pass over memory instead of one operator after the other. Processor and single precision
    /// only; the same formula.
    /// </summary>
    public bool IsFused { get; }

    /// <summary>What the optimizer remembers between steps, always in the same order: what has to be saved beside the parameters.</summary>
    public IReadOnlyList<Tensor> State => state;

    /// <summary>What learns.</summary>
    protected TensorList Parameters { get; }

    /// <summary>Their gradients, during <see cref="Update"/>.</summary>
    protected TensorList Gradients { get; }

    /// <summary>Drops all gradients.</summary>
    public void DropGradients() => Parameters.DropGradients();

    /// <summary>Changes the parameters once.</summary>
    public void Step() => StepIf(static _ => true);

    /// <summary>
    /// Divides the gradients by <paramref name="scale"/>, sets <paramref name="foundInfinite"/> to 1 if one of them is
    /// infinite or NaN, and changes the parameters only if none is.
    /// </summary>
    internal void StepUnlessInfinite(Tensor scale, Tensor foundInfinite)
    {
        using var inverse = Ops.Reciprocal(scale);
        StepIf(gradients =>
        {
            Ops.UnscaleInPlace(gradients, foundInfinite, inverse);
            return foundInfinite.Item() == 0;
        });
    }

    private void StepIf(Func<TensorList, bool> prepare)
    {
        using var grad = GradMode.Off();
        Gradients.ReadGradients(Parameters);
        try
        {
            if (prepare(Gradients))
            {
                Update();
            }
        }
        finally
        {
            Gradients.Clear();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lists.ForEach(list => list.Dispose());
        state.ForEach(tensor => tensor.Dispose());
        GC.SuppressFinalize(this);
    }

    /// <summary>The formula.</summary>
    protected abstract void Update();

    /// <summary>One zero tensor for each parameter, kept as long as the optimizer.</summary>
    protected TensorList AddState(IReadOnlyList<Tensor> parameters)
    {
        using var grad = GradMode.Off();
        var zeros = parameters.Select(p => Ops.ZerosLike(p).Keep()).ToList();
        state.AddRange(zeros);
        return Track(new TensorList(zeros));
    }

    private TensorList Track(TensorList list)
    {
        lists.Add(list);
        return list;
    }
}
