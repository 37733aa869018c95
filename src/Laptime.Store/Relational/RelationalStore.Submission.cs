using System.Data.Common;
using Laptime.Core.Runs;
using Laptime.Core.Trials;

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
                    await InsertAsync(db, record.Run, importedAt: Now(), SealState.Unsealed, token)
                        ? new SubmitResult.Accepted(IsNewRun: true, await AppendAllAsync(db, record, token))
                        : await ExtendAsync(db, record, token),
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
        int added = await AppendAllAsync(db, record, cancellationToken);
        if (added > 0 || known.Run.Status == RunStatus.Running)
        {
            // The longer story knows how it ended; the rest was known here, perhaps with more detail.
            Run longer = known.Run with
            {
                Status = record.Run.Status,
                EndedAt = record.Run.EndedAt,
                Seal = record.Run.Seal,
            };
            await UpdateAsync(db, longer, SealState.Unsealed, cancellationToken);
        }
        return new SubmitResult.Accepted(IsNewRun: false, added);
    }

    private async Task<int> AppendAllAsync(DbConnection db, RunRecord record, CancellationToken cancellationToken)
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
