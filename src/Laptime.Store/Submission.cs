using System.Collections.Immutable;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats;

namespace Laptime.Store;

/// <summary>A run that is handed in, held against the one of the same id that is here.</summary>
internal static class Submission
{
    /// <summary>Why the two cannot be the same run; null if they can.</summary>
    /// <param name="known">What is here.</param>
    /// <param name="submitted">What is handed in.</param>
    public static string? Contradiction(RunRecord known, RunRecord submitted)
    {
        // Names may have been left out of one and not of the other: both are compared without.
        RunRecord here = Redaction.Apply(known);
        RunRecord there = Redaction.Apply(submitted);
        if (!Head(here.Run).AsSpan().SequenceEqual(Head(there.Run)))
        {
            return $"Run {known.Run.Id} is here already with other facts. Nothing was changed.";
        }
        Dictionary<Guid, Trial> trials = here.Trials.ToDictionary(trial => trial.Id);
        foreach (Trial trial in there.Trials)
        {
            if (!trials.TryGetValue(trial.Id, out Trial? same))
            {
                if (known.Run.Status == RunStatus.Finished)
                {
                    return $"Run {known.Run.Id} is here already and finished, without trial {trial.Id}. Nothing was changed.";
                }
            }
            else if (!TrialDocument.Write(same).AsSpan().SequenceEqual(TrialDocument.Write(trial)))
            {
                return $"Trial {trial.Id} of run {known.Run.Id} is here already with other content. Nothing was changed.";
            }
        }
        return null;
    }

    // How far a run has come may differ: it may have been handed in before its end.
    private static byte[] Head(Run run) =>
        RunDocument.Write(
            new RunRecord(
                run with
                {
                    Status = RunStatus.Running,
                    EndedAt = null,
                    Seal = null,
                },
                ImmutableArray<Trial>.Empty
            )
        );
}
