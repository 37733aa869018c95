using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Transfer;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Devices;
using Laptime.Torch.Operators;
using Laptime.Torch.Optim;
using Laptime.Torch.Tensors;
using Laptime.Transfer.Networks;

namespace Laptime.Transfer.Learning;

/// <summary>Where the time of a training step went, in ticks.</summary>
/// <param name="Forward">Copying the batch to the device, forward pass and loss.</param>
/// <param name="Backward">Backward pass.</param>
/// <param name="Optimizer">Optimizer step.</param>
/// <param name="IsSplit">Whether the three are known one by one; otherwise they are zero.</param>
internal readonly record struct StepTimes(long Forward, long Backward, long Optimizer, bool IsSplit);

/// <summary>A network that learns in one phase of a job: which parameters, with which optimizer, in which precision.</summary>
internal sealed class Learner : IDisposable
{
    /// <summary>Decoupled weight decay, on batch norms too: fastai v1's <c>wd</c> with <c>true_wd</c> and <c>bn_wd</c>.</summary>
    public const double WeightDecay = 0.01;

    /// <summary>fastai v1's second beta.</summary>
    public const double Beta2 = 0.99;

    private readonly TransferNetwork network;
    private readonly Case @case;
    private readonly Device device;
    private readonly DType? shortType;
    private readonly LossScaler? scaler;

    /// <summary>For a phase; the network stays the caller's.</summary>
    public Learner(TransferNetwork network, Case @case, TransferPhase phase)
    {
        this.network = network;
        this.@case = @case;
        device = new Device(@case.Device);
        shortType = @case.Precision switch
        {
            Precision.Bf16 => DType.BFloat16,
            Precision.Fp16 => DType.Float16,
            _ => null,
        };
        ImmutableArray<ImmutableArray<Tensor>> groups = network.Teach(phase);
        Optimizer = new Adam(
            [.. groups],
            WeightDecay,
            decoupled: true,
            Beta2,
            fused: @case is { Mode: Mode.Tuned, Device.IsCpu: true }
        );
        scaler = @case.Precision == Precision.Fp16 ? new LossScaler(@case.Device) : null;
    }

    /// <summary>What changes the parameters.</summary>
    public Adam Optimizer { get; }

    /// <summary>What has to be saved besides the network, in a fixed order.</summary>
    public IReadOnlyList<Tensor> State => [.. Optimizer.State, .. scaler?.State ?? []];

    /// <summary>Does a training step and waits for it, as fastai v1 does by reading the loss after each.</summary>
    /// <param name="pictures">On any device; taken over.</param>
    /// <param name="labels">One for each picture.</param>
    /// <param name="clock">Times the parts.</param>
    /// <param name="splits">Whether to wait for the device after each part, so that their times are known.</param>
    /// <returns>The loss, and where the time went.</returns>
    public (double Loss, StepTimes Times) Step(
        Tensor pictures,
        ReadOnlySpan<long> labels,
        IMonotonicClock clock,
        bool splits
    )
    {
        long start = clock.Ticks;
        using var scope = TensorScope.Enter();
        network.Train(true);
        Optimizer.DropGradients();
        var target = Ops.To(Tensor.From(labels, labels.Length).Move(), @case.Device, DType.Int64);
        Tensor loss;
        using (Autocast.Enter(@case.Device, shortType))
        {
            var scores = network.Forward(Place(pictures));
            scores = Ops.To(scores.Move(), @case.Device, DType.Float32);
            loss = Ops.CrossEntropy(scores.Move(), target);
        }
        long forward = Mark();
        if (scaler is null)
        {
            loss.Backward();
        }
        else
        {
            scaler.Backward(loss);
        }
        long backward = Mark();
        if (scaler is null)
        {
            Optimizer.Step();
        }
        else
        {
            scaler.Step(Optimizer);
        }
        long stepped = Mark();
        double value = loss.Item();
        device.Synchronize();
        return (
            value,
            splits ? new StepTimes(forward - start, backward - forward, stepped - backward, IsSplit: true) : default
        );

        long Mark()
        {
            if (!splits)
            {
                return 0;
            }
            device.Synchronize();
            return clock.Ticks;
        }
    }

    /// <summary>Scores of a batch in evaluation.</summary>
    /// <param name="pictures">On any device; taken over.</param>
    public float[] Score(Tensor pictures)
    {
        using var scope = TensorScope.Enter();
        using var grad = GradMode.Off();
        network.Train(false);
        using (Autocast.Enter(@case.Device, shortType))
        {
            return network.Forward(Place(pictures)).ToFloats();
        }
    }

    /// <summary>Puts pictures on the device in the order of the mode.</summary>
    public Tensor Place(Tensor pictures)
    {
        var placed = Ops.ToWithoutWaiting(pictures.Move(), @case.Device, DType.Float32);
        return @case.Mode == Mode.Tuned ? Ops.ToChannelsLast(placed.Move()) : placed;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        scaler?.Dispose();
        Optimizer.Dispose();
    }
}
