using Laptime.Core.Cases;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Torch.Weights;

namespace Laptime.Workloads;

/// <summary>The forward pass in evaluation mode.</summary>
public sealed class InferWorkload : NetworkWorkload
{
    private readonly DType? autocast;
    private readonly Quantization? quantization;
    private Tensor? scores;

    internal InferWorkload(WorkloadDefinition definition, Case @case, WeightFile? weights)
        : base(definition, @case, weights)
    {
        const int CalibrationBatches = 4;
        const int CalibrationItems = 8;
        Network.Freeze();
        if (@case.Precision == Precision.Int8)
        {
            Case calibration = @case with { Batch = CalibrationItems };
            using var scope = TensorScope.Enter();
            quantization = Quantization.Apply(
                Network,
                [.. Enumerable.Range(0, CalibrationBatches).Select(_ => definition.CreateInput(calibration))]
            );
            Input.Become(Ops.CloneChannelsLast(Input));
            return;
        }
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
            var output = quantization?.Forward(Input) ?? Network.Forward(Input.Share());
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
