using System.Diagnostics;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Testing;

namespace Laptime.Launch.Tests;

public sealed class MemoryWatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Launch_WorkerGrowsPastItsRoom_IsEndedAndTheOutcomeSaysWhy()
    {
        Stopwatch watch = Stopwatch.StartNew();

        // tail keeps all that comes without a line feed: it grows until somebody stops it.
        Trial trial = await LaunchAsync("exec tail -n 1 /dev/zero", new MemoryWatch(Bytes.FromMebibytes(100), null));

        TrialOutcome.Failed failed = trial.Outcome.ShouldBeOfType<TrialOutcome.Failed>();
        failed.Attempted.ShouldMatch(
            "^The worker was ended at [0-9.]+ [MG]iB: no more than 100 MiB is to be had without harm to others.$"
        );
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10), "long before the hard limit");
    }

    [Fact]
    public async Task Launch_MachineHasTooLittleLeft_WorkerIsEnded()
    {
        Trial trial = await LaunchAsync("sleep 20", new MemoryWatch(null, Bytes.FromGibibytes(1_000_000)));

        trial.Outcome.ShouldBeOfType<TrialOutcome.Failed>().Attempted.ShouldContain("were left to the machine");
    }

    [Fact]
    public async Task Launch_WorkerWithinItsRoom_EndsAsItDoes()
    {
        Trial trial = await LaunchAsync("sleep 0.1; exit 7", new MemoryWatch(Bytes.FromGibibytes(1), new Bytes(1)));

        trial.Outcome.ShouldBeOfType<TrialOutcome.Failed>().Attempted.ShouldContain("exit code 7");
    }

    [Fact]
    public async Task Launch_CancelledUnderWatch_IsCancelled()
    {
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(200));

        await Should.ThrowAsync<OperationCanceledException>(() =>
            LaunchAsync("sleep 20", new MemoryWatch(Bytes.FromGibibytes(1), null), cancel.Token)
        );
    }

    [Theory]
    [InlineData("VmRSS:\t  123456 kB\nVmSwap:\t 7 kB\n", "VmRSS:", 123456L)]
    [InlineData("VmRSS:\t  123456 kB\nVmSwap:\t 7 kB", "VmSwap:", 7L)]
    [InlineData("VmSize: 1 kB", "VmRSS:", null)]
    [InlineData("VmRSS: many kB", "VmRSS:", null)]
    public void Line_OfProc_IsRead(string text, string name, long? kibibytes) =>
        MemoryWatch.Line(text, name).ShouldBe(kibibytes is { } value ? new Bytes(value * 1024) : null);

    private static Task<Trial> LaunchAsync(string script, MemoryWatch watch, CancellationToken? token = null) =>
        new LocalLauncher(
            new WorkerCommand
            {
                Program = "bash",
                Arguments = ["-c", script],
                HardLimit = _ => TimeSpan.FromSeconds(20),
                Watch = watch.WatchAsync,
            },
            TimeProvider.System
        ).LaunchAsync(Some.Request(), progress: null, token ?? Token);
}
