using Laptime.Core.Cases;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Optim;

/// <summary>
/// Keeps half-precision gradients in range, as <c>torch.cuda.amp.GradScaler</c> with its defaults: the loss is scaled
/// up before the backward pass, the gradients down before the step; a step with an infinite gradient is skipped and
/// halves the scale, 2000 good steps double it.
/// </summary>
public sealed class LossScaler : IDisposable
{
    private const double InitialScale = 65536;
    private const double Growth = 2;
    private const double Backoff = 0.5;
    private const long GrowthInterval = 2000;

    private static readonly Operator UpdateOp = Operator.Find("aten::_amp_update_scale_");

    private readonly Tensor scale;
    private readonly Tensor goodSteps;
    private readonly Tensor foundInfinite;

    /// <summary>On the device of the network.</summary>
    public LossScaler(DeviceName device)
    {
        scale = Ops.Empty([], DType.Float32, device).Keep();
        goodSteps = Ops.Zeros([], DType.Int32, device).Keep();
        foundInfinite = Ops.Zeros([], DType.Float32, device).Keep();
        Ops.FillInPlace(scale, InitialScale);
    }

    /// <summary>What it remembers between steps: the scale and the number of good steps since it last changed.</summary>
    public IReadOnlyList<Tensor> State => [scale, goodSteps];

    /// <summary>Backward pass and optimizer step. Reads one number back from the device, as PyTorch does.</summary>
    public void Step(Tensor loss, Optimizer optimizer)
    {
        Backward(loss);
        Step(optimizer);
    }

    /// <summary>Backward pass from the loss scaled up.</summary>
    public void Backward(Tensor loss)
    {
        using var scaled = Ops.Multiply(loss, scale);
        scaled.Backward();
    }

    /// <summary>Optimizer step after <see cref="Backward"/>.</summary>
    public void Step(Optimizer optimizer)
    {
        Ops.FillInPlace(foundInfinite, 0);
        optimizer.StepUnlessInfinite(scale, foundInfinite);
        UpdateOp.Run(scale, goodSteps, foundInfinite, Growth, Backoff, GrowthInterval);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        scale.Dispose();
        goodSteps.Dispose();
        foundInfinite.Dispose();
    }
}
