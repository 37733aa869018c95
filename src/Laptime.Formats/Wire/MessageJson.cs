using Laptime.Core.Trials;

namespace Laptime.Formats.Wire;

/// <summary>A message of the worker: exactly one of the two is there.</summary>
internal sealed record MessageJson
{
    public ProgressJson? Progress { get; init; }
    public OutcomeJson? Ended { get; init; }

    public static MessageJson From(WorkerMessage message) =>
        message switch
        {
            WorkerMessage.Progressed progressed => new MessageJson
            {
                Progress = ProgressJson.From(progressed.Progress),
            },
            WorkerMessage.Ended ended => new MessageJson { Ended = OutcomeJson.From(ended.Outcome) },
            _ => throw new ArgumentException($"Unknown message {message.GetType().Name}.", nameof(message)),
        };

    public WorkerMessage ToMessage(Place at) =>
        this switch
        {
            { Progress: { } progress, Ended: null } => new WorkerMessage.Progressed(
                progress.ToProgress(at["progress"])
            ),
            { Progress: null, Ended: { } ended } => new WorkerMessage.Ended(ended.ToOutcome(at["ended"])),
            _ => throw at.Error("must hold either progress or ended"),
        };
}

internal sealed record ProgressJson
{
    public string? Phase { get; init; }
    public int? Blocks { get; init; }
    public int? Expected { get; init; }
    public double? SecondsPerStep { get; init; }
    public int? Queries { get; init; }
    public TransferProgressJson? Transfer { get; init; }

    public static ProgressJson From(TrialProgress progress) =>
        new()
        {
            Phase = Words.Of(progress.Phase),
            Blocks = progress.Blocks,
            Expected = progress.Expected,
            SecondsPerStep = progress.PerStep?.Value,
            Queries = progress.Queries,
            Transfer = TransferProgressJson.From(progress.Transfer),
        };

    public TrialProgress ToProgress(Place at) =>
        new(
            at["phase"].Word<Phase>(Phase),
            at["blocks"].AtLeast(0, Blocks),
            at["expected"].AtLeastOrNull(0, Expected),
            at["seconds_per_step"].DurationOrNull(SecondsPerStep)
        )
        {
            Queries = at["queries"].AtLeastOrNull(0, Queries),
            Transfer = Transfer?.ToProgress(at["transfer"]),
        };
}
