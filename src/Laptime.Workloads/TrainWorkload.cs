using Laptime.Core.Cases;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Operators;
using Laptime.Torch.Optim;
using Laptime.Torch.Tensors;
using Laptime.Torch.Weights;

namespace Laptime.Workloads;

/// <summary>Forward, loss, backward, optimizer step.</summary>
public sealed class TrainWorkload : NetworkWorkload
{
    private readonly Tensor labels;
    private readonly Optimizer optimizer;
    private readonly LossScaler? scaler;
    private readonly bool canReplay;
    private Tensor? loss;

    internal TrainWorkload(WorkloadDefinition definition, Case @case, WeightFile? weights)
        : base(definition, @case, weights)
    {
        Network.Train(true);
        bool tuned = @case.Mode == Mode.Tuned;
        if (tuned)
        {
            Tuning.ForTraining(Network, Input);
        }
        labels = Ops.Empty([@case.Batch], DType.Int64).Keep();
        Ops.RandomInPlace(labels, 0, @case.Shape["classes"]);
        labels.Become(Ops.To(labels, @case.Device, DType.Int64));
        optimizer = definition.CreateOptimizer(Network.Parameters, tuned && @case.Device.IsCpu);
        scaler = @case.Precision == Precision.Fp16 ? new LossScaler(@case.Device) : null;
        canReplay = definition.OptimizerCanReplay && scaler is null;
    }

    /// <inheritdoc />
    protected internal override Tensor? LastOutput => loss;

    /// <inheritdoc />
    protected override bool CanReplay => canReplay;

    /// <inheritdoc />
    protected override void DoStep()
    {
        using var scope = TensorScope.Enter();
        optimizer.DropGradients();
        Tensor newLoss;
        using (Autocast.Enter(Case.Device, ShortType))
        {
            var scores = Network.Forward(Input.Share());
            scores = Ops.To(scores.Move(), Case.Device, DType.Float32);
            newLoss = Ops.CrossEntropy(scores.Move(), labels);
        }
        if (scaler is null)
        {
            newLoss.Backward();
            optimizer.Step();
        }
        else
        {
            scaler.Step(newLoss, optimizer);
        }
        loss?.Dispose();
        loss = Ops.Detach(newLoss.Move()).Keep();
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        loss?.Dispose();
        scaler?.Dispose();
        optimizer.Dispose();
        labels.Dispose();
        base.Dispose(disposing);
    }
}
