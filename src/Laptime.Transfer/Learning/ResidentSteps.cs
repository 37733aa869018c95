using Laptime.Core.Pictures;
using Laptime.Core.Quantities;
using Laptime.Torch.Autograd;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Transfer.Pictures;

namespace Laptime.Transfer.Learning;

/// <summary>
/// Training steps on one batch that stays where it is, with nobody preparing pictures: what the device does when it
/// never waits. They change the network, so they come last.
/// </summary>
internal sealed class ResidentSteps(
    TransferRequest request,
    IPictureSource pictures,
    TensorMemory memory,
    JobClock clock
)
{
    private const int Warmup = 3;
    private const int LeastSteps = 3;

    /// <summary>Pictures per second.</summary>
    public double Measure(Learner learner, Seconds time, CancellationToken cancellationToken)
    {
        using Tensor resident = Take(learner, out long[] labels, cancellationToken);
        long start = 0;
        int steps = -Warmup;
        while (steps < LeastSteps || clock.Since(start) < time)
        {
            if (steps == 0)
            {
                start = clock.Ticks;
            }
            learner.Step(resident.Share(), labels, clock, splits: false);
            steps++;
            cancellationToken.ThrowIfCancellationRequested();
        }
        return steps * request.Case.Batch / clock.Since(start).Value;
    }

    private Tensor Take(Learner learner, out long[] labels, CancellationToken cancellationToken)
    {
        using var pass = pictures.Begin(
            new PicturePassPlan
            {
                Batch = request.Case.Batch,
                Side = request.Side,
                IsShuffled = true,
                DropsLast = true,
                Augmentation = new Augmentation.Training(),
                Seed = Seeds.OfPass(request.Seed, phase: 2, epoch: 0),
                // The last batch alone: no more are prepared than this one.
                Skip = pictures.Count / request.Case.Batch - 1,
            }
        );
        using var batch = pass.Next(cancellationToken)!;
        using var grad = GradMode.Off();
        labels = batch.Labels.ToArray();
        using var view = memory.View(batch, request.Side);
        return learner.Place(Ops.Clone(view)).Keep();
    }
}
