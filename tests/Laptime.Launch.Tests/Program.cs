using System.Diagnostics;
using Laptime.Core.Trials;
using Xunit.Runner.InProc.SystemConsole;

namespace Laptime.Launch.Tests;

/// <summary>Runs the tests; called as <c>worker noisy</c> or <c>worker endless</c> it is a worker.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is not ["worker", var kind])
        {
            return await ConsoleRunner.Run(args);
        }
        await using Stream output = WorkerOutput.Claim();
        return await WorkerHost.RunAsync(
            Console.OpenStandardInput(),
            output,
            kind == "endless" ? Wait : Chatter,
            Process.GetCurrentProcess().Kill,
            CancellationToken.None
        );
    }

    private static TrialOutcome.Skipped Chatter(
        TrialRequest request,
        IProgress<TrialProgress> progress,
        CancellationToken token
    )
    {
        Console.Write("from a native library, without an end");
        progress.Report(new TrialProgress(Phase.Pilot, 1, null, null));
        Console.Write("and another");
        return new TrialOutcome.Skipped($"seen {request.Case}");
    }

    private static TrialOutcome Wait(TrialRequest request, IProgress<TrialProgress> progress, CancellationToken token)
    {
        progress.Report(new TrialProgress(Phase.Warmup, 1, null, null));
        Thread.Sleep(Timeout.Infinite);
        throw new UnreachableException();
    }
}
