using Laptime.Core.Quantities;
using Laptime.Torch.Autograd;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Torch.Weights;
using Laptime.Transfer.Learning;
using Laptime.Transfer.Networks;

namespace Laptime.Transfer.Checkpoints;

/// <summary>Saves and restores a job. A checkpoint that cannot be written costs a warning, never the job: hours of training are worth more.</summary>
internal sealed class CheckpointKeeper : IDisposable
{
    private readonly CheckpointFolder folder;
    private readonly TransferNetwork network;
    private readonly JobClock clock;
    private readonly Action<string> report;
    private (long Number, SafetensorsFile File)? found;

    /// <summary>For a network whose state is saved and restored.</summary>
    public CheckpointKeeper(CheckpointFolder folder, TransferNetwork network, JobClock clock, Action<string> report)
    {
        this.folder = folder;
        this.network = network;
        this.clock = clock;
        this.report = report;
        Journal = StepJournal.Open(folder.JournalPath);
    }

    /// <summary>Steps since the latest checkpoint.</summary>
    public StepJournal Journal { get; }

    /// <summary>Goes on from the latest checkpoint: puts the network's state back, lets the clock go on, keeps what was measured since.</summary>
    /// <param name="identity">Of the job; see <see cref="TransferRequest.IdentityWith"/>.</param>
    /// <returns>Where the job stands; at its beginning if there is no checkpoint.</returns>
    /// <exception cref="TransferException">The checkpoint belongs to another job.</exception>
    public JobState Restore(string identity)
    {
        var orphans = StepJournal.Read(folder.JournalPath);
        JobState state = new() { Identity = identity };
        if (folder.OpenLatest(report) is var (number, stored, file))
        {
            found = (number, file);
            if (stored.Identity != identity)
            {
                throw new TransferException(
                    $"The checkpoint in {folder.Directory} belongs to another job: it has {stored.Identity}, and this one {identity}.",
                    "Has the data changed? Start a new run, or bring the old pictures back."
                );
            }
            Load(file, NetworkState());
            state = stored;
        }
        else if (orphans.IsEmpty)
        {
            return state;
        }
        // What was measured after the checkpoint is done again; the times are kept and do not count.
        foreach (var entry in orphans)
        {
            state.Blocks.Add(entry.Block with { Dropped = "interrupted" });
        }
        double lastBlock = orphans.IsEmpty
            ? 0
            : clock.Between(0, orphans[^1].Block.StartTicks).Value + orphans[^1].Block.Wall.Value;
        state.Interruptions++;
        clock.GoOnFrom(new Seconds(Math.Max(state.ElapsedSeconds, lastBlock)));
        return state;
    }

    /// <summary>Puts back what the optimizer remembered, if the checkpoint is of the phase that it is for.</summary>
    public void RestoreLearner(Learner learner, JobState state)
    {
        if (found is var (_, file))
        {
            Load(file, LearnerState(learner));
            learner.Optimizer.StepsDone = state.OptimizerSteps;
        }
    }

    /// <summary>Forgets the checkpoint that was read: what follows is new.</summary>
    public void CloseRestored()
    {
        found?.File.Dispose();
        found = null;
    }

    /// <summary>Saves where the job stands.</summary>
    /// <returns>False after a warning: it could not be written.</returns>
    public bool TrySave(JobState state, Learner learner)
    {
        long start = clock.Ticks;
        state.OptimizerSteps = learner.Optimizer.StepsDone;
        state.ElapsedSeconds = clock.Elapsed.Value;
        try
        {
            folder.Save(state.Steps, state, [.. NetworkState(), .. LearnerState(learner)]);
            Journal.Empty();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            state.FailedCheckpoints++;
            report(
                $"The checkpoint could not be written to {folder.Directory} ({Reason(e)}); training goes on, and an interruption would cost all since the last one. Free some space, or give another directory with --checkpoints next time."
            );
            return false;
        }
        finally
        {
            state.CheckpointSeconds += clock.Since(start).Value;
        }
    }

    /// <summary>Removes the checkpoints of a job that is done.</summary>
    public void Clear()
    {
        Journal.Dispose();
        folder.Clear();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        CloseRestored();
        Journal.Dispose();
    }

    /// <summary>.NET adds the file's name to what the system says; the directory has been named already.</summary>
    private static string Reason(Exception e) => e.Message.Split(" : '")[0].TrimEnd('.');

    private IEnumerable<(string Name, Tensor Tensor)> NetworkState() => network.State().Select(s => (s.Name, s.Tensor));

    private static IEnumerable<(string Name, Tensor Tensor)> LearnerState(Learner learner) =>
        learner.State.Select((tensor, i) => ($"learner.{i}", tensor));

    private static void Load(SafetensorsFile file, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        var entries = file.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        using var grad = GradMode.Off();
        foreach (var (name, tensor) in tensors)
        {
            using var scope = TensorScope.Enter();
            if (!entries.TryGetValue(name, out var entry) || !entry.Shape.AsSpan().SequenceEqual(tensor.Shape))
            {
                throw new TransferException(
                    $"The checkpoint {file.Path} does not fit the network: {name} is missing or of another shape.",
                    "Start a new run."
                );
            }
            var loaded = Ops.Empty(entry.Shape.AsSpan(), entry.DType);
            file.ReadInto(entry, loaded.Data<byte>());
            Ops.CopyInto(tensor, loaded);
        }
    }
}
