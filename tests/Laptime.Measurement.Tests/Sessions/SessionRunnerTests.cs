using Laptime.Core.Protocols;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Measurement.Sessions;
using Laptime.Testing;
using Case = Laptime.Core.Cases.Case;

namespace Laptime.Measurement.Tests.Sessions;

public class SessionRunnerTests
{
    private static readonly Case A = Synthetic.Case("a");
    private static readonly Case B = Synthetic.Case("b");
    private static readonly Case C = Synthetic.Case("c");

    private readonly ManualTime time = new();
    private readonly List<Trial> saved = [];

    [Fact]
    public async Task Run_Quick_MeasuresEveryCaseInThreeLaunches()
    {
        ScriptedLauncher launcher = Launcher(_ => (Quiet(), 1));

        await RunAsync(launcher, Synthetic.Run(Tier.Quick, 600, A, B, C));

        launcher.Requests.Select(r => r.Launch).ShouldBe([1, 1, 1, 2, 2, 2, 3, 3, 3]);
        launcher.Requests.GroupBy(r => r.Launch).ShouldAllBe(g => g.Select(r => r.Case).Distinct().Count() == 3);
        saved.Count.ShouldBe(9);
    }

    [Fact]
    public async Task Run_Launches_AreShuffledAfreshAndRepeatably()
    {
        Case[] cases = [.. Enumerable.Range(0, 8).Select(i => Synthetic.Case($"n{i}"))];
        Run run = Synthetic.Run(Tier.Quick, 600, [.. cases]);
        ScriptedLauncher first = Launcher(_ => (Quiet(), 1));
        ScriptedLauncher second = Launcher(_ => (Quiet(), 1));

        await RunAsync(first, run);
        await RunAsync(second, run);

        string[] orders =
        [
            .. first.Requests.GroupBy(r => r.Launch).Select(g => string.Join(' ', g.Select(r => r.Case.Workload))),
        ];
        orders.Distinct().Count().ShouldBe(3);
        second
            .Requests.Select(r => (r.Case.Id, r.Order, r.Seed))
            .ShouldBe(first.Requests.Select(r => (r.Case.Id, r.Order, r.Seed)));
        first.Requests.Where(r => r.Launch == 1).Select(r => r.Seed).Distinct().Count().ShouldBe(1);
        first.Requests.Select(r => r.Seed).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task Run_FirstLaunch_FixesStepsPerBlock()
    {
        ScriptedLauncher launcher = Launcher(_ => (Quiet(steps: 4), 1));

        await RunAsync(launcher, Synthetic.Run(Tier.Quick, 600, A));

        launcher.Requests.Select(r => r.StepsPerBlock).ShouldBe([null, 4, 4]);
    }

    [Fact]
    public async Task Run_Standard_SpendsLaunchesWhereTheyAreNeeded()
    {
        // a agrees within ±0.1 %, b within a few per cent.
        ScriptedLauncher launcher = Launcher(r =>
            (Quiet(0.01 * (1 + ((r.Case == B ? 0.03 : 0.001) * (r.Launch % 2)))), 1)
        );

        await RunAsync(launcher, Synthetic.Run(Tier.Standard, 600, A, B));

        launcher.Requests.Count(r => r.Case == A).ShouldBe(5);
        launcher.Requests.Count(r => r.Case == B).ShouldBe(7);
    }

    [Fact]
    public async Task Run_Repeat_FixesTheLaunches()
    {
        ScriptedLauncher launcher = Launcher(r => (Quiet(0.01 * r.Launch), 1));

        await RunAsync(launcher, Synthetic.Run(Tier.Standard, 600, A) with { Repeat = 2 });

        launcher.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Run_SkippedAndFailed_EndTheirCaseOnly()
    {
        ScriptedLauncher launcher = Launcher(r =>
            r.Case == A ? (new TrialOutcome.Skipped("No."), 1)
            : r.Case == B ? (new TrialOutcome.Failed("Crashed.", "Update."), 1)
            : (Quiet(), 1)
        );

        await RunAsync(launcher, Synthetic.Run(Tier.Quick, 600, A, B, C));

        launcher.Requests.Count(r => r.Case == A).ShouldBe(1);
        launcher.Requests.Count(r => r.Case == B).ShouldBe(1);
        launcher.Requests.Count(r => r.Case == C).ShouldBe(3);
    }

    [Theory]
    [InlineData(1, 4)] // crashed in one launch: one more
    [InlineData(2, 3)] // crashed twice: given up
    public async Task Run_CrashAfterSuccess_IsTriedOnceMore(int crashes, int trials)
    {
        ScriptedLauncher launcher = Launcher(r =>
            r.Launch >= 2 && r.Launch < 2 + crashes ? (new TrialOutcome.Failed("Crashed.", "Update."), 1) : (Quiet(), 1)
        );

        await RunAsync(launcher, Synthetic.Run(Tier.Quick, 600, A));

        launcher.Requests.Count.ShouldBe(trials);
    }

    [Fact]
    public async Task Run_InvalidLaunch_IsReplaced()
    {
        ScriptedLauncher launcher = Launcher(r => r.Launch == 2 ? (Invalid(), 1) : (Quiet(), 1));

        await RunAsync(launcher, Synthetic.Run(Tier.Quick, 600, A));

        launcher.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Run_AlwaysInvalid_IsGivenUp()
    {
        ScriptedLauncher launcher = Launcher(_ => (Invalid(), 1));

        await RunAsync(launcher, Synthetic.Run(Tier.Standard, 600, A));

        launcher.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Run_Resumed_DoesOnlyWhatIsMissing()
    {
        Run run = Synthetic.Run(Tier.Quick, 600, A, B);
        ScriptedLauncher whole = Launcher(_ => (Quiet(), 1));
        await RunAsync(whole, run);
        Trial[] stored = [.. saved.Take(3)];
        ScriptedLauncher rest = Launcher(_ => (Quiet(), 1));

        IReadOnlyList<Trial> all = await RunAsync(rest, run, stored);

        rest.Requests.Select(r => (r.Case.Id, r.Launch, r.Order, r.Seed))
            .ShouldBe(whole.Requests.Skip(3).Select(r => (r.Case.Id, r.Launch, r.Order, r.Seed)));
        all.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Run_Cancelled_KeepsWhatEnded()
    {
        using CancellationTokenSource cancel = new();
        ScriptedLauncher launcher = Launcher(r =>
        {
            if (r.Launch == 2)
            {
                cancel.Cancel();
            }
            return (Quiet(), 1);
        });

        await Should.ThrowAsync<OperationCanceledException>(() =>
            RunAsync(launcher, Synthetic.Run(Tier.Quick, 600, A, B), cancel: cancel)
        );

        saved.Count.ShouldBe(3); // the launch under way when it was cancelled had ended
    }

    [Fact]
    public async Task Run_BudgetSharedFairly_CheapCasesLeaveTimeToDear()
    {
        // a: 36 blocks of 10 ms; b: a second a block. Each takes what it is given, if it needs it.
        ScriptedLauncher launcher = Launcher(r =>
            r.Case == A ? (Quiet(0.01), 0.5) : (Quiet(1), Math.Min(36, r.Budget!.Value.Value))
        );

        await RunAsync(launcher, Synthetic.Run(Tier.Quick, 60, A, B));

        launcher.Requests.Count.ShouldBe(6);
        double[] shares = [.. launcher.Requests.Where(r => r.Case == B).Select(r => r.Budget!.Value.Value)];
        shares[0].ShouldBeInRange(10, 19.5);
        shares.Sum().ShouldBeInRange(50, 62);
        time.Ticks.ShouldBeLessThan((long)62e9);
    }

    [Fact]
    public async Task Run_BudgetGone_FinishesFirstLaunchOnly()
    {
        List<SessionEvent> events = [];
        ScriptedLauncher launcher = Launcher(_ => (Quiet(), 100));

        await RunAsync(launcher, Synthetic.Run(Tier.Quick, 50, A, B, C), events: events);

        launcher.Requests.Select(r => r.Launch).ShouldBe([1, 1, 1]);
        events[^1].ShouldBeOfType<SessionEvent.BudgetSpent>().Launch.ShouldBe(2);
    }

    [Fact]
    public async Task Run_Watched_TellsItsStory()
    {
        List<SessionEvent> events = [];

        await RunAsync(Launcher(_ => (Quiet(), 1)), Synthetic.Run(Tier.Quick, 600, A), events: events);

        events.Count.ShouldBe(9); // three times: starting, under way, ended
        events.OfType<SessionEvent.TrialStarting>().Select(e => e.LaunchesWanted).ShouldAllBe(wanted => wanted == 3);
        events.OfType<SessionEvent.TrialStarting>().Last().TimeLeft.Value.ShouldBeInRange(0.1, 2);
        events.OfType<SessionEvent.TrialEnded>().Last().SoFar.HalfWidth.ShouldNotBeNull();
    }

    private async Task<IReadOnlyList<Trial>> RunAsync(
        ScriptedLauncher launcher,
        Run run,
        Trial[]? stored = null,
        List<SessionEvent>? events = null,
        CancellationTokenSource? cancel = null
    )
    {
        saved.Clear();
        return await new SessionRunner(Protocol.Current, launcher, time).RunAsync(
            run,
            stored ?? [],
            trial =>
            {
                saved.Add(trial);
                return Task.CompletedTask;
            },
            events is null ? null : new Recorder(events),
            cancel?.Token ?? CancellationToken.None
        );
    }

    private ScriptedLauncher Launcher(Func<TrialRequest, (TrialOutcome, double)> script) => new(time, script);

    private static TrialOutcome.Measured Quiet(double step = 0.01, int steps = 1) =>
        new(Synthetic.Samples(Enumerable.Repeat(step, 16), steps));

    private static TrialOutcome.Measured Invalid() => new(Synthetic.Samples([0.01]) with { InvalidReason = "Noise." });

    private sealed class Recorder(List<SessionEvent> events) : IProgress<SessionEvent>
    {
        public void Report(SessionEvent value) => events.Add(value);
    }
}
