using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Trials;

namespace Laptime.Measurement.Sessions;

/// <summary>What the trials of a case have cost so far: foretells what the next one will.</summary>
/// <param name="Block">Mean duration of a block; null before the first measured trial.</param>
/// <param name="Overhead">Time of a trial outside its blocks: starting the process, building the network; null before the first measured trial.</param>
/// <param name="StepsPerBlock">Steps that the first launch found; null before it.</param>
internal readonly record struct CaseCost(Seconds? Block, Seconds? Overhead, int? StepsPerBlock)
{
    /// <summary>Reads the cost off the measured trials.</summary>
    public static CaseCost Of(CaseTrials trials)
    {
        List<(TrialSamples Samples, Seconds Elapsed)> measured =
        [
            .. trials
                .All.Where(trial => trial.Outcome is TrialOutcome.Measured)
                .Select(trial => (((TrialOutcome.Measured)trial.Outcome).Samples, trial.Elapsed)),
        ];
        Block[] blocks =
        [
            .. measured.SelectMany(trial => trial.Samples.Blocks).Where(block => block.Phase == Phase.Measurement),
        ];
        if (blocks.Length == 0)
        {
            return default;
        }
        double overhead = measured.Average(trial =>
            trial.Elapsed.Value - trial.Samples.Blocks.Sum(block => block.Wall.Value)
        );
        return new CaseCost(
            new Seconds(blocks.Average(block => block.Wall.Value)),
            new Seconds(Math.Max(0, overhead)),
            blocks[0].Steps
        );
    }

    /// <summary>Time that a full trial needs; null before the first measured trial.</summary>
    public Seconds? Need(WindowRules rules) =>
        Block is Seconds block && Overhead is Seconds overhead ? (block * rules.SetAside) + overhead : null;
}
