using Laptime.Core.Quantities;
using Laptime.Core.Transfer;
using Laptime.Transfer.TensorBoard;

namespace Laptime.Transfer;

/// <summary>Tells the display and TensorBoard how a job goes, the display a few times a second at most.</summary>
internal sealed class JobReporter : IDisposable
{
    private static readonly Seconds Interval = new(0.5);

    private readonly JobClock clock;
    private readonly IProgress<TransferProgress> progress;
    private EventFile? events;
    private TransferProgress last = new()
    {
        Part = "starting",
        Epoch = 0,
        Epochs = 0,
        Step = 0,
        Steps = 0,
    };
    private long lastTicks = long.MinValue;
    private double lossSum;
    private int losses;

    /// <summary>Opens TensorBoard's file if one is wanted.</summary>
    public JobReporter(TransferRequest request, JobClock clock, TimeProvider time, IProgress<TransferProgress> progress)
    {
        this.clock = clock;
        this.progress = progress;
        if (request.Settings.TensorBoard is not { } directory)
        {
            return;
        }
        try
        {
            events = EventFile.Create(
                Path.Combine(directory, TransferRequest.FolderOf(request.Case, request.Launch)),
                time
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn($"TensorBoard's file in {directory} cannot be written ({e.Message}); the job goes on without.");
        }
    }

    /// <summary>Tells that something went wrong.</summary>
    public void Warn(string sentence) => progress.Report(last with { Notice = sentence, IsWarning = true });

    /// <summary>Tells something that the user should know now.</summary>
    public void Say(string sentence) => progress.Report(last with { Notice = sentence });

    /// <summary>Tells of a step, or of a pass under way; not every call reaches the display.</summary>
    public void Step(TransferProgress now, double? loss = null)
    {
        if (loss is { } value && double.IsFinite(value))
        {
            lossSum += value;
            losses++;
        }
        if (lastTicks != long.MinValue && clock.Since(lastTicks) < Interval)
        {
            return;
        }
        lastTicks = clock.Ticks;
        last = now with { Loss = losses > 0 ? lossSum / losses : null };
        (lossSum, losses) = (0, 0);
        progress.Report(last);
    }

    /// <summary>Tells of an epoch that has ended.</summary>
    public void Ended(TransferEpoch epoch, TransferProgress now)
    {
        last = now;
        progress.Report(now with { Ended = epoch });
    }

    /// <summary>Adds values of a training step for TensorBoard.</summary>
    public void Record(long step, params ReadOnlySpan<(string Tag, double? Value)> scalars)
    {
        try
        {
            events?.Add(step, scalars);
        }
        catch (IOException e)
        {
            events?.Dispose();
            events = null;
            Warn($"TensorBoard's file cannot be written ({e.Message}); the job goes on without.");
        }
    }

    /// <inheritdoc />
    public void Dispose() => events?.Dispose();
}
