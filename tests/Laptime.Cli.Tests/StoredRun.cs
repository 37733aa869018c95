using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Testing;

namespace Laptime.Cli.Tests;

/// <summary>Runs to have in the store.</summary>
internal static class StoredRun
{
    public const string Host = "somehost";

    /// <summary>A finished run of two cases, three launches each, 0.1 s a step stock and 0.05 s tuned.</summary>
    public static RunRecord Of(Guid id, int hoursLater = 0)
    {
        DateTimeOffset start = Some.Instant.AddHours(hoursLater);
        Run run = Some.Run() with
        {
            Id = id,
            StartedAt = start,
            EndedAt = start.AddMinutes(3),
            Status = RunStatus.Finished,
            Note = "with \e[31mred\e[0m ink",
        };
        return new RunRecord(
            run,
            [
                .. from launch in Enumerable.Range(1, 3)
                from mode in new[] { Mode.Stock, Mode.Tuned }
                select Trial(run, launch, mode),
            ]
        );
    }

    /// <summary>An id that begins with these eight digits.</summary>
    public static Guid Id(string beginning) => Guid.Parse($"{beginning}-0000-7000-8000-000000000001");

    /// <summary>The same run with its last trial failed.</summary>
    public static RunRecord WithFailure(this RunRecord record) =>
        record with
        {
            Trials =
            [
                .. record.Trials[..^1],
                record.Trials[^1] with
                {
                    Outcome = new TrialOutcome.Failed(
                        "The worker was killed: out of memory.",
                        "Try a smaller --batch."
                    ),
                },
            ],
        };

    private static Trial Trial(Run run, int launch, Mode mode)
    {
        double factor = (mode == Mode.Tuned ? 0.5 : 1) * (1 + launch * 1e-3);
        TrialSamples samples = Some.Samples(blocks: 16);
        return Some.Trial(run.Id) with
        {
            Id = Guid.CreateVersion7(run.StartedAt),
            Case = Some.Case(mode: mode),
            Launch = launch,
            StartedAt = run.StartedAt,
            Outcome = new TrialOutcome.Measured(
                samples with
                {
                    Blocks = [.. samples.Blocks.Select(b => b with { Wall = new Seconds(b.Wall.Value * factor) })],
                }
            ),
        };
    }
}
