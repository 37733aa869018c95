using System.Data.Common;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats.Sealing;

namespace Laptime.Store.Relational;

/// <content>Runs that others hand in.</content>
public abstract partial class RelationalStore
{
    /// <inheritdoc />
    public async Task<SubmitResult> SubmitAsync(RunRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(
                $"save run {record.Run.Id}",
                mayRepeat: true,
                async (db, token) =>
                {
                    RunRecord incoming = record.Run.Seal is null ? RunSealing.Seal(record, key: null) : record;
                    SealState seal = RunSealing.Verify(incoming).State;
                    return await InsertAsync(db, incoming.Run, importedAt: Now(), seal, token)
                        ? new SubmitResult.Accepted(IsNewRun: true, await AddAsync(db, incoming, token))
                        : await ExtendAsync(db, record, token);
                },
                cancellationToken
            );
        }
        catch (ContradictionException e)
        {
            return new SubmitResult.Conflicting(e.Message);
        }
    }

    private async Task<SubmitResult> ExtendAsync(DbConnection db, RunRecord record, CancellationToken cancellationToken)
    {
        Guid id = record.Run.Id;
        // Takes the row: of two that hand in the same run at a time, one waits for the other.
        await db.ExecuteAsync(
            "UPDATE run_summaries SET cases = cases WHERE id = @id",
            cancellationToken,
            ("id", Text(id))
        );
        bool isDeleted =
            await db.ScalarAsync(
                "SELECT deleted_at FROM run_summaries WHERE id = @id",
                cancellationToken,
                ("id", Text(id))
            )
            is not null;
        if (isDeleted || await FindRecordAsync(db, id, cancellationToken) is not { } known)
        {
            throw new ContradictionException($"Run {id} was deleted here. Nothing was changed.");
        }
        if (Submission.Contradiction(known, record) is { } reason)
        {
            throw new ContradictionException(reason);
        }
        int added = await AddAsync(db, record, cancellationToken);
        if (added > 0)
        {
            await MergeAsync(db, known, record, added, cancellationToken);
        }
        else if (known.Run.Status == RunStatus.Running && record.Run.Status != RunStatus.Running)
        {
            // All its trials were here; now it has ended.
            RunRecord ended = known with
            {
                Run = known.Run with { Status = record.Run.Status, EndedAt = record.Run.EndedAt },
            };
            Run whole = ended.Run with { Seal = RunSealing.Merge(ended, known, record) };
            await UpdateAsync(db, whole, RunSealing.Verify(ended with { Run = whole }).State, cancellationToken);
        }
        return new SubmitResult.Accepted(IsNewRun: false, added);
    }

    private async Task<int> AddAsync(DbConnection db, RunRecord record, CancellationToken cancellationToken)
    {
        int added = 0;
        foreach (Trial trial in record.Trials)
        {
            try
            {
                added += await AppendAsync(db, trial, cancellationToken) ? 1 : 0;
            }
            catch (StoreException)
            {
                // What it says names the database, which is not for everybody.
                throw new ContradictionException(
                    $"Trial {trial.Id} is here already, as part of another run. Nothing was changed."
                );
            }
        }
        return added;
    }

    /// <summary>Takes back what was changed; carries the reason out of the transaction.</summary>
    private sealed class ContradictionException(string reason) : Exception(reason);
}
