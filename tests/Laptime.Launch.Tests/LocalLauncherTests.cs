using System.Diagnostics;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Formats;
using Laptime.Testing;
using Failure = Laptime.Core.Trials.TrialOutcome.Failed;

namespace Laptime.Launch.Tests;

/// <summary>Workers are small shell scripts, one for each way to end.</summary>
public sealed class LocalLauncherTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("laptime-launch-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Launch_WorkerMeasures_TrialCarriesRequestAndSamples()
    {
        TrialRequest request = Some.Request() with { Launch = 3, Order = 2, Seed = -7 };
        string message = Save(new WorkerMessage.Ended(new TrialOutcome.Measured(Some.Samples(blocks: 5000))));

        Trial trial = await LaunchAsync($"read -r line; cat {message}", request: request);

        trial.Outcome.ShouldBeOfType<TrialOutcome.Measured>().Samples.Blocks.Length.ShouldBe(5000);
        (trial.Id, trial.RunId, trial.Case).ShouldBe((request.TrialId, request.RunId, request.Case));
        (trial.Launch, trial.Order, trial.Seed).ShouldBe((3, 2, -7L));
        trial.Elapsed.Value.ShouldBeInRange(0.0001, 10);
    }

    [Fact]
    public async Task Launch_Request_ArrivesAsOneLine()
    {
        TrialRequest request = Some.Request() with { WeightsPath = "/weights/ü.pth" };

        await LaunchAsync($"read -r line; printf %s \"$line\" > {_directory}/request", request: request);

        byte[] line = await File.ReadAllBytesAsync($"{_directory}/request", Token);
        RequestDocument.Read(line).Value.ShouldBe(request);
    }

    [Fact]
    public async Task Launch_Progress_RelayedInOrderPastStrayPrints()
    {
        string first = Save(new WorkerMessage.Progressed(new TrialProgress(Phase.Pilot, 1, null, null)), "first");
        string second = Save(
            new WorkerMessage.Progressed(new TrialProgress(Phase.Warmup, 2, 16, new Seconds(0.5))),
            "second"
        );
        string end = Save(new WorkerMessage.Ended(new TrialOutcome.Skipped("No GPU.")));
        Recorder progress = new();

        Trial trial = await LaunchAsync(
            $"echo hello; cat {first}; printf 'no end'; head -c 3000000 /dev/zero; cat {second}; echo '{{}}'; cat {end}",
            progress
        );

        progress.Seen.Select(step => (step.Phase, step.Blocks)).ShouldBe([(Phase.Pilot, 1), (Phase.Warmup, 2)]);
        trial.Outcome.ShouldBe(new TrialOutcome.Skipped("No GPU."));
    }

    [Fact]
    public async Task Launch_Environment_SetAndRemovedPerCase()
    {
        Environment.SetEnvironmentVariable("LAPTIME_TEST_REMOVED", "inherited");

        Failure failure = await FailAsync(
            "echo \"$ATEN_CPU_CAPABILITY ${LAPTIME_TEST_REMOVED-gone}\" >&2; exit 4",
            environment: new() { ["ATEN_CPU_CAPABILITY"] = "avx512", ["LAPTIME_TEST_REMOVED"] = null }
        );

        failure.Attempted.ShouldBe(
            "The worker ended with exit code 4 and without a result. Its last words: avx512 gone"
        );
    }

    [Theory]
    [InlineData("kill -SEGV $$", "signal 11 (SIGSEGV, a crash)", "laptime doctor")]
    [InlineData("kill -ILL $$", "signal 4 (SIGILL", "LAPTIME_LIBTORCH")]
    [InlineData("kill -KILL $$", "signal 9 (SIGKILL)", "smaller batch")]
    [InlineData("exit 137", "signal 9 (SIGKILL)", "smaller batch")]
    [InlineData("echo \"DefaultCPUAllocator: can't allocate memory\" >&2; kill -ABRT $$", "signal 6", "smaller batch")]
    [InlineData("exit 3", "exit code 3 and without a result", "laptime doctor")]
    [InlineData("echo garbage; exit 0", "exit code 0 and without a result", "laptime doctor")]
    [InlineData(
        "printf '\\036laptime.worker/1 {\"ended\":{}}\\n'; sleep 60",
        "$.ended.outcome: missing",
        "one version"
    )]
    [InlineData("printf '\\036laptime.worker/1 \\0\\n'; sleep 60", "not JSON", "one version")]
    public async Task Launch_WorkerEndsBadly_FailedWithCauseAndAdvice(string script, string cause, string advice)
    {
        Failure failure = await FailAsync(script);

        failure.Attempted.ShouldContain(cause);
        failure.Advice.ShouldContain(advice);
    }

    [Fact]
    public async Task Launch_WorkerFloodsStandardError_TailKeptWithoutControlCharacters()
    {
        Failure failure = await FailAsync(
            "head -c 3000000 /dev/zero >&2; printf '\\nfirst\\n\\033[31mred\\n' >&2; exit 1"
        );

        failure.Attempted.ShouldEndWith("first\n[31mred");
        failure.Attempted.Length.ShouldBeLessThan(5000);
    }

    [Fact]
    public async Task Launch_ResultThenCrash_ResultCounts()
    {
        string end = Save(new WorkerMessage.Ended(new TrialOutcome.Skipped("No GPU.")));

        Trial trial = await LaunchAsync($"cat {end}; kill -SEGV $$");

        trial.Outcome.ShouldBe(new TrialOutcome.Skipped("No GPU."));
    }

    [Fact]
    public async Task Launch_GrandchildHoldsOutputOpen_DoesNotWaitForIt()
    {
        Stopwatch watch = Stopwatch.StartNew();

        Failure failure = await FailAsync("sleep 30 & exit 5");

        failure.Attempted.ShouldContain("exit code 5");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Launch_WorkerHangs_StoppedAtTheHardLimit()
    {
        Failure failure = await FailAsync("echo thinking >&2; sleep 60", limit: TimeSpan.FromMilliseconds(400));

        failure.Attempted.ShouldBe(
            "The worker had not finished after 400 ms and was stopped. Its last words: thinking"
        );
        failure.Advice.ShouldContain("smaller batch");
    }

    [Fact]
    public async Task Launch_Cancelled_WholeProcessTreeIsGoneWithinASecond()
    {
        using CancellationTokenSource cancel = new();
        string pids = $"{_directory}/pids";
        Task<Trial> launch = LaunchAsync(
            $"(sleep 60 & echo $! >> {pids}; wait) & echo $! >> {pids}; echo $$ >> {pids}; trap '' TERM INT; wait",
            token: cancel.Token
        );
        while (!File.Exists(pids) || (await File.ReadAllLinesAsync(pids, Token)).Length < 3)
        {
            await Task.Delay(10, Token);
        }
        Stopwatch watch = Stopwatch.StartNew();

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(launch);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        foreach (string pid in await File.ReadAllLinesAsync(pids, Token))
        {
            // What was killed is gone when the kernel has buried it.
            while (IsRunning(pid) && watch.Elapsed < TimeSpan.FromSeconds(2))
            {
                await Task.Delay(10, Token);
            }
            IsRunning(pid).ShouldBeFalse(pid);
        }
    }

    [Fact]
    public async Task Launch_CancelledWithGrace_LetsTheWorkerSaveItsWork()
    {
        using CancellationTokenSource cancel = new();
        string saved = $"{_directory}/saved";
        Task<Trial> launch = LaunchAsync(
            $"read -r line; touch {_directory}/started; cat > /dev/null; sleep 0.3; touch {saved}; sleep 60",
            token: cancel.Token,
            grace: TimeSpan.FromSeconds(1)
        );
        while (!File.Exists($"{_directory}/started"))
        {
            await Task.Delay(10, Token);
        }
        Stopwatch watch = Stopwatch.StartNew();

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(launch);

        // It learnt of its end by that of its input, had its second, and was killed after that.
        File.Exists(saved).ShouldBeTrue();
        watch.Elapsed.TotalSeconds.ShouldBeInRange(0.9, 5);
    }

    [Fact]
    public async Task Launch_CancelledBefore_StartsNothing()
    {
        await Should.ThrowAsync<OperationCanceledException>(() =>
            LaunchAsync($"touch {_directory}/started", token: new CancellationToken(canceled: true))
        );

        File.Exists($"{_directory}/started").ShouldBeFalse();
    }

    [Fact]
    public async Task Launch_NoSuchProgram_Failed()
    {
        LocalLauncher launcher = new(
            new WorkerCommand
            {
                Program = "/nowhere/laptime",
                Arguments = [],
                HardLimit = _ => TimeSpan.FromSeconds(20),
            },
            TimeProvider.System
        );

        Trial trial = await launcher.LaunchAsync(Some.Request(), progress: null, Token);

        trial.Outcome.ShouldBeOfType<Failure>().Attempted.ShouldContain("/nowhere/laptime could not be started");
    }

    [Fact]
    public async Task Launch_RealWorker_MessagesApartFromPrints()
    {
        Recorder progress = new();
        LocalLauncher launcher = new(
            new WorkerCommand
            {
                Program = Environment.ProcessPath!,
                Arguments = ["worker", "noisy"],
                HardLimit = _ => TimeSpan.FromSeconds(60),
            },
            TimeProvider.System
        );

        Trial trial = await launcher.LaunchAsync(Some.Request(), progress, Token);

        trial.Outcome.ShouldBe(new TrialOutcome.Skipped($"seen {Some.Case()}"));
        progress.Seen.ShouldHaveSingleItem().Phase.ShouldBe(Phase.Pilot);
    }

    private string Save(WorkerMessage message, string name = "end")
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllBytes(path, WorkerMessage.Write(message));
        return path;
    }

    // A zombie has ended; it only waits for its parent to notice.
    private static bool IsRunning(string pid) =>
        File.Exists($"/proc/{pid}/stat")
        && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static async Task<Failure> FailAsync(
        string script,
        TimeSpan? limit = null,
        Dictionary<string, string?>? environment = null
    ) => (await LaunchAsync(script, limit: limit, environment: environment)).Outcome.ShouldBeOfType<Failure>();

    private static Task<Trial> LaunchAsync(
        string script,
        IProgress<TrialProgress>? progress = null,
        TrialRequest? request = null,
        TimeSpan? limit = null,
        Dictionary<string, string?>? environment = null,
        CancellationToken? token = null,
        TimeSpan grace = default
    ) =>
        new LocalLauncher(
            new WorkerCommand
            {
                Program = "bash",
                Arguments = ["-c", script],
                Environment = _ => environment ?? [],
                Grace = grace,
                HardLimit = _ => limit ?? TimeSpan.FromSeconds(20),
            },
            TimeProvider.System
        ).LaunchAsync(request ?? Some.Request(), progress, token ?? Token);

    private sealed class Recorder : IProgress<TrialProgress>
    {
        public List<TrialProgress> Seen { get; } = [];

        public void Report(TrialProgress value) => Seen.Add(value);
    }
}
