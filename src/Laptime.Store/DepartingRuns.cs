using Laptime.Core.Runs;
using Laptime.Formats.Sealing;

namespace Laptime.Store;

/// <summary>Runs that leave this machine in an export or a push.</summary>
public static class DepartingRuns
{
    /// <summary>
    /// The run with the seal that it leaves with. A run that was measured here is signed if there is a key, and sealed now if it
    /// is older than seals; what others measured, and what was altered, keeps the seal that it has.
    /// </summary>
    /// <param name="store">Where the run is kept.</param>
    /// <param name="record">The run.</param>
    /// <param name="key">The user's own key; null: none was made.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RunRecord> SealAsync(
        IRunStore store,
        RunRecord record,
        SigningKey? key,
        CancellationToken cancellationToken
    )
    {
        RunQuery itself = new()
        {
            Text = record.Run.Id.ToString(),
            Imported = false,
            Limit = 1,
        };
        bool isOwn = await store.CountRunsAsync(itself, cancellationToken) == 1;
        bool isSealed = RunSealing.Verify(record).State switch
        {
            SealState.Unsealed => false,
            SealState.Unsigned => key is null,
            _ => true,
        };
        return isOwn && !isSealed && record.Run.Status != RunStatus.Running ? RunSealing.Seal(record, key) : record;
    }
}
