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
    private readonly WorkloadDefinition definition;
    private readonly Tensor target;
    private Tensor? hostTarget;
    private readonly Optimizer optimizer;
    private readonly LossScaler? scaler;
    private readonly bool canReplay;
    private Tensor? loss;

    internal TrainWorkload(WorkloadDefinition definition, Case @case, WeightFile? weights)
        : base(definition, @case, weights)
    {
        this.definition = definition;
        Network.Train(true);
        bool tuned = @case.Mode == Mode.Tuned;
        if (tuned)
        {
            Tuning.ForTraining(Network, Input);
        }
        target = definition.CreateTarget(@case).Keep();
        target.Become(Ops.To(target, @case.Device, target.DType));
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
            newLoss = definition.Loss(scores, target);
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
    public override void FillHost(long seed)
    {
        base.FillHost(seed);
        using var grad = GradMode.Off();
        using var scope = TensorScope.Enter();
        FillHost(ref hostTarget, definition.CreateTarget(Case));
    }

    /// <inheritdoc />
    protected override void CopyFromHost()
    {
        base.CopyFromHost();
        Feed(target, hostTarget);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        loss?.Dispose();
        scaler?.Dispose();
        optimizer.Dispose();
        hostTarget?.Dispose();
        target.Dispose();
        base.Dispose(disposing);
    }
}
