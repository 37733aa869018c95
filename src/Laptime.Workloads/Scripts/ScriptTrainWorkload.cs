using Laptime.Core.Cases;
using Laptime.Core.Scripts;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Operators;
using Laptime.Torch.Optim;
using Laptime.Torch.Script;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Scripts;

/// <summary>A program's forward pass in training mode, loss, backward pass, optimizer step. Only the copy in memory learns.</summary>
public sealed class ScriptTrainWorkload : ScriptWorkload
{
    private const double Momentum = 0.9;

    private readonly ScriptSettings settings;
    private readonly ScriptTarget target;
    private readonly LossScaler? scaler;
    private readonly List<Tensor> reached = [];
    private Optimizer? optimizer;
    private Tensor? loss;

    internal ScriptTrainWorkload(Case @case, ScriptSettings settings)
        : base(@case, settings)
    {
        this.settings = settings;
        Module.Train(on: true);
        target = new ScriptTarget(settings.Loss ?? ScriptLoss.CrossEntropy, @case.Device);
        scaler = @case.Precision == Precision.Fp16 ? new LossScaler(@case.Device) : null;
        if (!Array.Exists(Learning, parameter => parameter.RequiresGrad))
        {
            Dispose();
            throw new ScriptException(
                "The program has no weights that can learn; it was frozen.",
                "Save it without torch.jit.freeze to train it."
            );
        }
    }

    /// <inheritdoc />
    public override string Arrangement =>
        $"trained by {settings.Optimizer}, rate {settings.Rate:G4}".ToLowerInvariant();

    /// <inheritdoc />
    public override WorkloadCheck ReadCheck()
    {
        float[] values = (
            loss ?? throw new InvalidOperationException("There is no loss before the first step.")
        ).ToFloats();
        // One number, so it is never taken for an output that is the same everywhere.
        return new WorkloadCheck(values[0], float.IsFinite(values[0]), Fingerprint([values[0], 0]));
    }

    /// <inheritdoc />
    private protected override void DoStep()
    {
        if (optimizer is null)
        {
            DropGradients();
        }
        else
        {
            optimizer.DropGradients();
        }
        Tensor newLoss;
        using (Autocast.Enter(Case.Device, ShortType))
        {
            using ScriptResult result = Module.Forward(Inputs.Arguments);
            newLoss = target.Loss(result.Tensors());
        }
        if (scaler is null)
        {
            newLoss.Backward();
            (optimizer ??= MakeOptimizer()).Step();
        }
        else
        {
            scaler.Backward(newLoss);
            scaler.Step(optimizer ??= MakeOptimizer());
        }
        loss?.Dispose();
        loss = Ops.Detach(newLoss.Move()).Keep();
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        loss?.Dispose();
        optimizer?.Dispose();
        reached.ForEach(parameter => parameter.Dispose());
        target.Dispose();
        scaler?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Of the weights that the first backward pass reached: a program may have others, as torch.optim allows.</summary>
    private Optimizer MakeOptimizer()
    {
        foreach (Tensor parameter in Learning)
        {
            using Tensor? gradient = parameter.Gradient;
            if (gradient is not null)
            {
                reached.Add(parameter.Share().Keep());
            }
        }
        if (reached.Count == 0)
        {
            throw new ScriptException(
                "The loss does not depend on any of the program's weights.",
                "Choose another with --loss."
            );
        }
        bool fused =
            Case is { Mode: Mode.Tuned, Device.IsCpu: true }
            && reached.TrueForAll(parameter => parameter.DType == DType.Float32);
        double rate = settings.Rate ?? 0;
        return settings.Optimizer == ScriptOptimizer.Adam
            ? new Adam(reached, rate, fused: fused)
            : new Sgd(reached, rate, Momentum, fused: fused);
    }

    private void DropGradients()
    {
        using TensorList all = new(Learning);
        all.DropGradients();
    }
}
