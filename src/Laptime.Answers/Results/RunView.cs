using System.Collections.Immutable;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Protocols;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats.Sealing;
using Laptime.Store;

namespace Laptime.Answers.Results;

/// <summary>A run with all that is said of it.</summary>
public sealed record RunView
{
    /// <summary>Run and trials.</summary>
    public required RunRecord Record { get; init; }

    /// <summary>What the cases came to, judged beside siblings.</summary>
    public required ImmutableArray<CaseResult> Results { get; init; }

    /// <summary>AI-Benchmark figures; null for anything else.</summary>
    public ScoreSheet? Sheet { get; init; }

    private SealVerdict? verdict;

    /// <summary>The run.</summary>
    public Run Run => Record.Run;

    /// <summary>What its seal tells; nothing that is left out of an export matters to it.</summary>
    public SealVerdict Seal => verdict ??= RunSealing.Verify(Record);

    /// <summary>Raw data of an observed command; null for anything else.</summary>
    public (Trial Trial, TrialSamples Samples)? Command =>
        Run.Suite.Name == CommandSetting.Workload
        && Record.Trials is [{ Outcome: TrialOutcome.Measured { Samples: var samples } } trial, ..]
            ? (trial, samples)
            : null;

    /// <summary>Place of a result among the results, from 0; -1 if it is of another run.</summary>
    public int PlaceOf(CaseResult result) => Results.Select(one => one.Case).ToList().IndexOf(result.Case);

    /// <summary>Reads a run; null if there is none of that id.</summary>
    /// <exception cref="StoreException">It cannot be read.</exception>
    public static async Task<RunView?> ReadAsync(
        IRunStore store,
        Fleet fleet,
        Guid id,
        CancellationToken cancellationToken
    )
    {
        if (await store.GetRunAsync(id, cancellationToken) is not { } record)
        {
            return null;
        }
        return new RunView
        {
            Record = record,
            Results = await fleet.JudgeAsync(
                store,
                record.Run,
                CaseSummary.Summarize(record, Protocol.Current),
                cancellationToken
            ),
            Sheet = RunScores.IsClassic(record.Run) ? RunScores.Of(record) : null,
        };
    }
}
