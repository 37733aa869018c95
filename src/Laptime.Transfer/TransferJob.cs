using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Pictures;
using Laptime.Core.Quantities;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;
using Laptime.Torch;
using Laptime.Torch.Nn;
using Laptime.Torch.Weights;
using Laptime.Transfer.Checkpoints;
using Laptime.Transfer.Learning;
using Laptime.Transfer.Networks;
using Laptime.Transfer.Pictures;
using Laptime.Workloads;

namespace Laptime.Transfer;

/// <summary>
/// A transfer-learning job from its first picture to its accuracy: frozen phase, unfrozen phase, test-time
/// augmentation, then the same steps on a resident batch. docs/transfer.md tells the story and what is timed.
/// </summary>
/// <remarks>libtorch must be loaded, its threads and allocator set.</remarks>
public sealed class TransferJob
{
    private readonly TransferRequest request;
    private readonly JobClock clock;
    private readonly TimeProvider time;
    private readonly IProgress<TransferProgress> progress;

    /// <summary>A job that has not begun.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="clock">Times everything.</param>
    /// <param name="time">Time of day, for TensorBoard.</param>
    /// <param name="progress">Told how it goes; must be quick.</param>
    public TransferJob(
        TransferRequest request,
        IMonotonicClock clock,
        TimeProvider time,
        IProgress<TransferProgress> progress
    )
    {
        this.request = request;
        this.clock = new JobClock(clock);
        this.time = time;
        this.progress = progress;
    }

    /// <summary>Opens a checkpoint to write; another than the file system's for tests.</summary>
    internal Func<string, Stream>? CreateFile { get; init; }

    /// <summary>Seconds that the steps on a resident batch may take.</summary>
    internal Seconds ResidentTime { get; init; } = new(4);

    /// <summary>Does the job, from its beginning or from its last checkpoint.</summary>
    /// <param name="open">Opens the pictures, whose batches are to lie in the memory given.</param>
    /// <param name="cancellationToken">Ends the job between two steps, after a checkpoint.</param>
    /// <exception cref="TransferException">It cannot be done.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint is written.</exception>
    /// <exception cref="WeightFileException">The weights cannot be read or are of another network.</exception>
    /// <exception cref="TorchException">libtorch refused, most likely for want of memory.</exception>
    public TrialSamples Run(Func<IPictureMemory, TransferPictures> open, CancellationToken cancellationToken)
    {
        using var memory = new TensorMemory(request.Case.Device);
        using var reporter = new JobReporter(request, clock, time, progress);
        using var pictures = open(memory);
        Check(pictures);
        using var network = BuildNetwork(pictures.Train.Classes.Length);
        using var keeper = new CheckpointKeeper(
            new CheckpointFolder(request.CheckpointDirectory, CreateFile),
            network,
            clock,
            reporter.Warn
        );
        var setup = clock.Elapsed;
        var state = keeper.Restore(request.IdentityWith(pictures.Train.Count, pictures.Valid.Count));
        if (state.Interruptions > 0)
        {
            reporter.Say($"{state.Epochs.Count} epochs and {state.Step} steps of the next are done.");
        }
        state.SetupSeconds += setup.Value;
        return new JobUnderWay(
            request,
            clock,
            ResidentTime,
            pictures,
            memory,
            network,
            keeper,
            reporter,
            state,
            cancellationToken
        ).Run();
    }

    private void Check(TransferPictures pictures)
    {
        if (pictures.Train.Classes.Length < 2)
        {
            throw new TransferException(
                $"There is one class of pictures ({pictures.Train.Classes[0]}); a classifier needs two.",
                "Give a directory with a folder for each class."
            );
        }
        if (pictures.Train.Count < request.Case.Batch)
        {
            throw new TransferException(
                $"There are {pictures.Train.Count} pictures to train on, and a batch takes {request.Case.Batch}.",
                $"Choose a smaller batch with --batch, {pictures.Train.Count} at most."
            );
        }
    }

    private TransferNetwork BuildNetwork(int classes)
    {
        Libtorch.Seed(Seeds.OfWeights(request.Seed));
        var network = new TransferNetwork(request.Network, classes);
        try
        {
            if (request.WeightsPath is { } path)
            {
                using var weights = WeightFile.Open(path);
                StateLoader.Load(network.Body, weights);
            }
            network.MoveTo(request.Case.Device);
            if (request.Case.Mode == Mode.Tuned)
            {
                foreach (var convolution in network.Modules.OfType<Conv2d>())
                {
                    convolution.UseChannelsLast();
                }
            }
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
