using Laptime.Core.Cases;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Tensors;
using Laptime.Torch.Weights;

namespace Laptime.Workloads;

/// <summary>The forward pass in evaluation mode.</summary>
public sealed class InferWorkload : NetworkWorkload
{
    private readonly DType? autocast;
    private Tensor? scores;

    internal InferWorkload(WorkloadDefinition definition, Case @case, WeightFile? weights)
        : base(definition, @case, weights)
    {
        Network.Freeze();
        autocast = ShortType;
        if (@case.Mode == Mode.Tuned)
        {
            Tuning.ForInference(Network, Input, ShortType);
            autocast = null; // the weights are stored short
        }
    }

    /// <inheritdoc />
    protected internal override Tensor? LastOutput => scores;

    /// <inheritdoc />
    protected override bool CanReplay => true;

    /// <inheritdoc />
    protected override void DoStep()
    {
        using var mode = InferenceMode.Enter();
        using var scope = TensorScope.Enter();
        using (Autocast.Enter(Case.Device, autocast))
        {
            var output = Network.Forward(Input.Share());
            scores?.Dispose();
            scores = output.Keep();
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        scores?.Dispose();
        base.Dispose(disposing);
    }
}
