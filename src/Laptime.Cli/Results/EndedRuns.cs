using Laptime.Cli.Terminal;
using Laptime.Core.Runs;
using Laptime.Formats.Sealing;
using Laptime.Store;

namespace Laptime.Cli.Results;

/// <summary>What is done with a run that has ended, well or not.</summary>
internal static class EndedRuns
{
    /// <summary>Saves how it ended and seals it, signed if the user has a key; whatever is wrong with the key costs the signature only.</summary>
    public static async Task EndAsync(this IRunStore store, Run run, Screen screen)
    {
        await store.UpdateRunAsync(run, CancellationToken.None);
        await store.SealAsync(run.Id, screen);
    }

    /// <summary>Seals a run that was saved whole.</summary>
    public static async Task SealAsync(this IRunStore store, Guid run, Screen screen)
    {
        using SigningKey? key = ReadKey(screen);
        await store.SealRunAsync(run, key, CancellationToken.None);
    }

    /// <summary>What the seal of a stored run tells; null: the run is gone.</summary>
    public static async Task<SealVerdict?> VerifyAsync(this IRunStore store, Guid run) =>
        await store.GetRunAsync(run, CancellationToken.None) is { } record ? RunSealing.Verify(record) : null;

    /// <summary>The user's key; null after a warning, or if there is none.</summary>
    public static SigningKey? ReadKey(Screen screen)
    {
        try
        {
            return KeyFile.Read(DataDirectory.Locate(Environment.GetEnvironmentVariable));
        }
        catch (StoreException e)
        {
            screen.Warn($"The run is not signed. {e.Message}");
            return null;
        }
    }
}
