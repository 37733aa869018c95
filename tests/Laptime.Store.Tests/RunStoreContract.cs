using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats;
using Laptime.Formats.Sealing;
using Laptime.Testing;

namespace Laptime.Store.Tests;

/// <summary>What every store has to do, whichever database is behind it.</summary>
public abstract class RunStoreContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>An empty store, or the same one again when called again within a test.</summary>
    protected abstract Task<IRunStore> OpenAsync();

    [Fact]
    public async Task GetRun_SavedTrials_SameToTheLastBitInOrder()
    {
        Run run = Some.Run() with { Note = "Größe: 5 µs 😀" };
        Trial[] trials =
        [
            Some.Trial(run.Id, blocks: 500),
            Some.Trial(run.Id) with
            {
                Outcome = new TrialOutcome.Failed("Killed.", "Smaller batch."),
            },
            Some.Trial(run.Id) with
            {
                Outcome = new TrialOutcome.Skipped("No GPU."),
            },
        ];
        await using (IRunStore store = await OpenAsync())
        {
            await store.CreateRunAsync(run, Token);
            foreach (Trial trial in trials)
            {
                (await store.AppendTrialAsync(trial, Token)).ShouldBeTrue();
            }
        }

        await using IRunStore reopened = await OpenAsync();
        RunRecord? record = await reopened.GetRunAsync(run.Id, Token);

        RunDocument.Write(record.ShouldNotBeNull()).ShouldBe(RunDocument.Write(new RunRecord(run, [.. trials])));
    }

    [Fact]
    public async Task GetRun_Unknown_Null()
    {
        await using IRunStore store = await OpenAsync();

        (await store.GetRunAsync(Guid.NewGuid(), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task AppendTrial_Twice_KeptOnceAndUnchanged()
    {
        await using IRunStore store = await OpenAsync();
        Run run = await CreateAsync(store);
        Trial trial = Some.Trial(run.Id);

        await store.AppendTrialAsync(trial, Token);
        bool again = await store.AppendTrialAsync(trial with { Launch = 9 }, Token);

        again.ShouldBeFalse();
        (await store.GetRunAsync(run.Id, Token))!.Trials.Single().Launch.ShouldBe(1);
    }

    [Fact]
    public async Task AppendTrial_RunPurgedMeanwhile_SaysSo()
    {
        await using IRunStore store = await OpenAsync();

        StoreException e = await Should.ThrowAsync<StoreException>(() =>
            store.AppendTrialAsync(Some.Trial(Guid.NewGuid()), Token)
        );

        e.Message.ShouldContain("purged");
    }

    [Fact]
    public async Task UpdateRun_Finished_SavedAndTrialsKept()
    {
        await using IRunStore store = await OpenAsync();
        Run run = await CreateAsync(store, trials: 1);

        await store.UpdateRunAsync(
            run with
            {
                Status = RunStatus.Finished,
                EndedAt = Some.Instant.AddMinutes(3),
            },
            Token
        );

        RunRecord record = (await store.GetRunAsync(run.Id, Token))!;
        record.Run.Status.ShouldBe(RunStatus.Finished);
        record.Run.EndedAt.ShouldBe(Some.Instant.AddMinutes(3));
        record.Trials.Length.ShouldBe(1);
    }

    [Fact]
    public async Task UpdateRun_Unknown_Throws()
    {
        await using IRunStore store = await OpenAsync();

        await Should.ThrowAsync<StoreException>(() => store.UpdateRunAsync(Some.Run(), Token));
    }

    [Fact]
    public async Task ListRuns_SeveralRuns_LatestFirstWithCounts()
    {
        await using IRunStore store = await OpenAsync();
        Run early = await CreateAsync(store, trials: 2);
        Run late = await CreateAsync(store, startedAfter: TimeSpan.FromHours(1));
        await store.AppendTrialAsync(Some.Trial(late.Id) with { Outcome = new TrialOutcome.Skipped("No GPU.") }, Token);
        await store.AppendTrialAsync(
            Some.Trial(late.Id) with
            {
                Outcome = new TrialOutcome.Failed("Crash.", "Retry."),
            },
            Token
        );

        ImmutableArray<RunSummary> list = await store.ListRunsAsync(RunShelf.Kept, Token);

        list.Select(summary => (summary.Id, summary.Measured, summary.Skipped, summary.Failed))
            .ShouldBe([(late.Id, 0, 1, 1), (early.Id, 2, 0, 0)]);
        list.ShouldAllBe(summary => summary.DeletedAt == null && summary.ImportedAt == null);
    }

    [Fact]
    public async Task ListRuns_FinishedRun_TellsWhatTheRunSays()
    {
        await using IRunStore store = await OpenAsync();
        Run run = Some.Run() with
        {
            Status = RunStatus.Finished,
            EndedAt = Some.Instant.AddMinutes(3),
            Note = "after the new cooler",
        };
        await store.CreateRunAsync(run, Token);

        (await store.ListRunsAsync(RunShelf.Kept, Token))
            .ShouldHaveSingleItem()
            .ShouldBe(
                new RunSummary
                {
                    Id = run.Id,
                    StartedAt = run.StartedAt,
                    EndedAt = run.EndedAt,
                    Status = RunStatus.Finished,
                    Suite = run.Suite.Name,
                    Tier = run.Tier,
                    Device = "cpu",
                    DeviceModel = "AMD EPYC 9B45",
                    LibtorchVersion = "1.13.1",
                    HostName = "somehost",
                    Note = "after the new cooler",
                    Cases = run.Suite.Cases.Length,
                    Measured = 0,
                    Skipped = 0,
                    Failed = 0,
                }
            );
    }

    [Fact]
    public async Task ListRuns_OnTheSecondGpu_NamesThatOne()
    {
        await using IRunStore store = await OpenAsync();
        var @case = Some.Case() with { Device = new DeviceName(DeviceKind.Cuda, 1) };
        GpuFacts first = new()
        {
            Index = 0,
            Name = "Tesla T4",
            ThrottleReasons = [],
        };
        Run run = Some.Run() with
        {
            Suite = Some.Suite() with { Cases = [@case] },
            Platform = Some.Platform() with { Gpus = [first, first with { Index = 1, Name = "NVIDIA H200" }] },
        };
        await store.CreateRunAsync(run, Token);

        RunSummary summary = (await store.ListRunsAsync(RunShelf.Kept, Token)).ShouldHaveSingleItem();

        (summary.Device, summary.DeviceModel).ShouldBe(("cuda:1", "NVIDIA H200"));
    }

    [Fact]
    public async Task FindRuns_PrefixOrLast_MatchingRuns()
    {
        await using IRunStore store = await OpenAsync();
        Guid a = Guid.Parse("aa000000-0000-7000-8000-000000000001");
        Guid b = Guid.Parse("aa110000-0000-7000-8000-000000000002");
        await store.CreateRunAsync(Some.Run() with { Id = a, StartedAt = Some.Instant.AddHours(1) }, Token);
        await store.CreateRunAsync(Some.Run() with { Id = b }, Token);

        (await store.FindRunsAsync("last", RunShelf.Kept, Token)).ShouldBe([a]);
        (await store.FindRunsAsync("AA11", RunShelf.Kept, Token)).ShouldBe([b]);
        (await store.FindRunsAsync(a.ToString(), RunShelf.Kept, Token)).ShouldBe([a]);
        (await store.FindRunsAsync("aa", RunShelf.Kept, Token)).ShouldBe([a, b]);
        (await store.FindRunsAsync("a%", RunShelf.Kept, Token)).ShouldBeEmpty();
        (await store.FindRunsAsync("last", RunShelf.Bin, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task DeleteRun_ThenRestore_ComesBackWhole()
    {
        await using IRunStore store = await OpenAsync();
        Run run = await CreateAsync(store, trials: 2);

        (await store.DeleteRunAsync(run.Id, Token)).ShouldBeTrue();
        (await store.DeleteRunAsync(run.Id, Token)).ShouldBeFalse();
        (await store.ListRunsAsync(RunShelf.Kept, Token)).ShouldBeEmpty();
        (await store.ListRunsAsync(RunShelf.Bin, Token)).Single().DeletedAt.ShouldBe(Some.Instant);
        (await store.RestoreRunAsync(run.Id, Token)).ShouldBeTrue();
        (await store.RestoreRunAsync(run.Id, Token)).ShouldBeFalse();

        (await store.ListRunsAsync(RunShelf.Kept, Token)).Single().Measured.ShouldBe(2);
    }

    [Fact]
    public async Task PurgeRun_OnlyFromTheBin_TakesTrialsAlong()
    {
        await using IRunStore store = await OpenAsync();
        Run run = await CreateAsync(store, trials: 1);
        Trial trial = (await store.GetRunAsync(run.Id, Token))!.Trials.Single();

        (await store.PurgeRunAsync(run.Id, Token)).ShouldBeFalse();
        await store.DeleteRunAsync(run.Id, Token);
        (await store.PurgeRunAsync(run.Id, Token)).ShouldBeTrue();

        (await store.GetRunAsync(run.Id, Token)).ShouldBeNull();
        // The trial's id is free again: it went with its run.
        await store.CreateRunAsync(run, Token);
        (await store.AppendTrialAsync(trial, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task FindResumableRun_LatestUnfinishedOneMeasuredHere()
    {
        await using IRunStore store = await OpenAsync();
        (await store.FindResumableRunAsync(Token)).ShouldBeNull();
        Run cancelled = await CreateAsync(store);
        await store.UpdateRunAsync(cancelled with { Status = RunStatus.Cancelled }, Token);
        Run finished = await CreateAsync(store, startedAfter: TimeSpan.FromHours(1));
        await store.UpdateRunAsync(finished with { Status = RunStatus.Finished }, Token);
        Run deleted = await CreateAsync(store, startedAfter: TimeSpan.FromHours(2));
        await store.DeleteRunAsync(deleted.Id, Token);
        await store.ImportAsync(new RunRecord(Some.Run() with { StartedAt = Some.Instant.AddHours(3) }, []), Token);

        (await store.FindResumableRunAsync(Token))!.Id.ShouldBe(cancelled.Id);
    }

    [Fact]
    public async Task Import_SameRunTwice_OneRun()
    {
        await using IRunStore store = await OpenAsync();
        Run run = Some.Run();
        RunRecord record = new(run, [Some.Trial(run.Id), Some.Trial(run.Id)]);

        (await store.ImportAsync(record, Token)).ShouldBe(new ImportResult(true, 2));
        (await store.ImportAsync(record, Token)).ShouldBe(new ImportResult(false, 0));

        RunSummary summary = (await store.ListRunsAsync(RunShelf.Kept, Token)).ShouldHaveSingleItem();
        summary.Measured.ShouldBe(2);
        summary.ImportedAt.ShouldBe(Some.Instant);
    }

    [Fact]
    public async Task Import_LongerStoryOfDeletedRun_RestoredAndCompleted()
    {
        await using IRunStore store = await OpenAsync();
        Run run = await CreateAsync(store, trials: 1);
        RunRecord shorter = (await store.GetRunAsync(run.Id, Token))!;
        await store.DeleteRunAsync(run.Id, Token);

        ImportResult result = await store.ImportAsync(
            Redaction.Apply(
                new RunRecord(run with { Status = RunStatus.Finished }, [.. shorter.Trials, Some.Trial(run.Id)])
            ),
            Token
        );

        result.ShouldBe(new ImportResult(false, 1));
        RunSummary summary = (await store.ListRunsAsync(RunShelf.Kept, Token)).ShouldHaveSingleItem();
        summary.Status.ShouldBe(RunStatus.Finished);
        summary.HostName.ShouldBe("somehost");
        summary.Measured.ShouldBe(2);
    }

    [Fact]
    public async Task Import_TrialOfAnotherRun_NothingChanges()
    {
        await using IRunStore store = await OpenAsync();
        Run known = await CreateAsync(store, trials: 1);
        Trial taken = (await store.GetRunAsync(known.Id, Token))!.Trials.Single();
        Run other = Some.Run();

        await Should.ThrowAsync<StoreException>(() =>
            store.ImportAsync(new RunRecord(other, [Some.Trial(other.Id), taken with { RunId = other.Id }]), Token)
        );

        (await store.ListRunsAsync(RunShelf.Kept, Token)).Single().Id.ShouldBe(known.Id);
        (await store.GetRunAsync(other.Id, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Cancelled_BeforeSaving_NothingSaved()
    {
        await using IRunStore store = await OpenAsync();

        await Should.ThrowAsync<OperationCanceledException>(() =>
            store.CreateRunAsync(Some.Run(), new CancellationToken(canceled: true))
        );

        (await store.ListRunsAsync(RunShelf.Kept, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task AppendTrial_FromManyCallersAtOnce_AllSaved()
    {
        await using IRunStore first = await OpenAsync();
        await using IRunStore second = await OpenAsync();
        Run run = await CreateAsync(first);

        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i => (i % 2 == 0 ? first : second).AppendTrialAsync(Some.Trial(run.Id), Token))
        );

        (await first.GetRunAsync(run.Id, Token))!.Trials.Length.ShouldBe(40);
    }

    [Fact]
    public async Task SealRun_ThenChanged_ListSaysWhatTheSealTells()
    {
        await using IRunStore store = await OpenAsync();
        using var key = SigningKey.Create();
        Run run = await CreateAsync(store, trials: 2);
        (await store.SealRunAsync(Guid.NewGuid(), key: null, Token)).ShouldBeNull();

        SealVerdict? digest = await store.SealRunAsync(run.Id, key: null, Token);
        (await StateAsync()).ShouldBe(SealState.Unsigned);
        SealVerdict? signature = await store.SealRunAsync(run.Id, key, Token);
        (await StateAsync()).ShouldBe(SealState.Verified);
        RunRecord record = (await store.GetRunAsync(run.Id, Token))!;
        await store.UpdateRunAsync(record.Run with { Note = "kept its seal" }, Token);
        (await StateAsync()).ShouldBe(SealState.Verified);
        await store.UpdateRunAsync(record.Run with { Seal = null }, Token);
        (await StateAsync()).ShouldBe(SealState.Unsealed);

        digest.ShouldBe(new SealVerdict(SealState.Unsigned, null, null));
        signature.ShouldBe(new SealVerdict(SealState.Verified, key.Fingerprint, null));
        RunSealing.Verify(record).ShouldBe(signature);

        async Task<SealState> StateAsync() => (await store.ListRunsAsync(RunShelf.Kept, Token)).Single().Seal;
    }

    [Fact]
    public async Task Import_SealedUnsealedAndAltered_MarkedAsSuch()
    {
        await using IRunStore store = await OpenAsync();
        using var key = SigningKey.Create();
        RunRecord signed = RunSealing.Seal(MakeRecord(), key);
        RunRecord bare = MakeRecord();
        RunRecord altered = RunSealing.Seal(MakeRecord(), key);
        altered = altered with { Trials = [altered.Trials[0] with { Elapsed = new Seconds(1) }] };

        foreach (RunRecord record in new[] { signed, bare, altered })
        {
            await store.ImportAsync(record, Token);
        }

        var states = (await store.ListRunsAsync(RunShelf.Kept, Token)).ToDictionary(run => run.Id, run => run.Seal);
        states[signed.Run.Id].ShouldBe(SealState.Verified);
        states[bare.Run.Id].ShouldBe(SealState.Unsigned);
        states[altered.Run.Id].ShouldBe(SealState.Altered);
        (await store.ListRunsAsync(new RunQuery { Seal = SealState.Altered }, Token)).Total.ShouldBe(1);
    }

    [Fact]
    public async Task Import_SignedStoryOfARunThatIsHereUnsigned_TakesTheSignature()
    {
        await using IRunStore store = await OpenAsync();
        using var key = SigningKey.Create();
        Run run = Some.Run();
        RunRecord whole = new(run, [Some.Trial(run.Id), Some.Trial(run.Id)]);
        await store.ImportAsync(whole with { Trials = [whole.Trials[0]] }, Token);

        await store.ImportAsync(RunSealing.Seal(whole, key), Token);

        RunSummary summary = (await store.ListRunsAsync(RunShelf.Kept, Token)).ShouldHaveSingleItem();
        (summary.Seal, summary.Measured).ShouldBe((SealState.Verified, 2));
    }

    private static async Task<Run> CreateAsync(IRunStore store, int trials = 0, TimeSpan startedAfter = default)
    {
        Run run = Some.Run() with { StartedAt = Some.Instant + startedAfter };
        await store.CreateRunAsync(run, Token);
        for (int i = 0; i < trials; i++)
        {
            await store.AppendTrialAsync(Some.Trial(run.Id), Token);
        }
        return run;
    }

    private static RunRecord MakeRecord()
    {
        Run run = Some.Run();
        return new RunRecord(run, [Some.Trial(run.Id)]);
    }
}
