using Laptime.Core.Runs;
using Laptime.Store.Relational;
using Laptime.Testing;
using Xunit.Runner.InProc.SystemConsole;

namespace Laptime.Store.Tests;

/// <summary>
/// Runs the tests; called as <c>append STORE RUN COUNT</c> it is instead the process that tests kill: it appends trials
/// and prints the id of each once it is acknowledged.
/// </summary>
internal static class Program
{
    private static Task<int> Main(string[] args) =>
        args is ["append", var address, var run, var count]
            ? AppendAsync(address, Guid.Parse(run), int.Parse(count))
            : ConsoleRunner.Run(args);

    private static async Task<int> AppendAsync(string address, Guid id, int count)
    {
        try
        {
            await using RelationalStore store = await StoreAddress
                .Parse(address, () => throw new NotSupportedException())
                .OpenAsync(TimeProvider.System, TimeSpan.FromSeconds(10), CancellationToken.None);
            Run run = Some.Run() with { Id = id };
            await store.ImportAsync(new RunRecord(run, []), CancellationToken.None);
            for (int i = 0; i < count; i++)
            {
                var trial = Some.Trial(id, blocks: 200);
                await store.AppendTrialAsync(trial, CancellationToken.None);
                await Console.Out.WriteLineAsync(trial.Id.ToString());
                await Console.Out.FlushAsync();
            }
            return 0;
        }
        catch (StoreException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 3;
        }
    }
}
