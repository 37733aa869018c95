using Laptime.Core.Cases;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Launch;
using Laptime.Torch.Engine;

namespace Laptime.Cli.Running;

/// <summary>A program tried once, in a process of its own, before it is measured.</summary>
internal static class ScriptTrial
{
    /// <summary>Word behind the adapter's path that makes a worker try and not measure.</summary>
    public const string Try = "try";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>How the trial of a sound program ends: nothing was measured.</summary>
    public static TrialOutcome Sound { get; } = new TrialOutcome.Skipped("It was tried, and runs.");

    /// <summary>Tries the smallest case of inference and of training.</summary>
    /// <returns>What stands in the way of the first that does not run; null: nothing.</returns>
    public static async Task<TrialOutcome.Failed?> WhyNotAsync(
        Run run,
        Adapter adapter,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        Launch.WorkerCommand command = OwnProgram.Worker(run, adapter, _ => Limit);
        LocalLauncher launcher = new(command with { Arguments = [.. command.Arguments, Try] }, time);
        IEnumerable<Case> smallest =
            from @case in run.Suite.Cases
            group @case by @case.Scenario == Scenario.Train into kind
            select kind.MinBy(@case => (@case.Mode, @case.Precision, @case.Batch));
        foreach (Case @case in smallest)
        {
            Trial trial = await launcher.LaunchAsync(Request(run, @case), progress: null, cancellationToken);
            // A case that this machine cannot run at all is skipped later, and said so in the report.
            if (trial.Outcome is TrialOutcome.Failed failed)
            {
                return failed;
            }
        }
        return null;
    }

    private static TrialRequest Request(Run run, Case @case) =>
        new()
        {
            TrialId = Guid.NewGuid(),
            RunId = run.Id,
            Case = @case,
            Launch = 1,
            Order = 0,
            Seed = run.Seed,
            Tier = run.Tier,
            Script = run.Script,
        };
}
