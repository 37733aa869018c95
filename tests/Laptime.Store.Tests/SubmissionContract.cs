using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats;
using Laptime.Formats.Sealing;
using Laptime.Testing;

namespace Laptime.Store.Tests;

/// <summary>What every store does with runs that others hand in.</summary>
public abstract class SubmissionContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_NewRun_SavedWhole()
    {
        await using IRunStore store = await OpenAsync();
        RunRecord record = Record();

        (await store.SubmitAsync(record, Token)).ShouldBe(new SubmitResult.Accepted(IsNewRun: true, 2));

        RunRecord saved = (await store.GetRunAsync(record.Run.Id, Token))!;
        RunDocument.Write(saved).ShouldBe(RunDocument.Write(record));
        (await store.ListRunsAsync(new RunQuery(), Token)).Runs.Single().ImportedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Submit_SameRunAgainAndWithoutNames_OneRunUnchanged()
    {
        await using IRunStore store = await OpenAsync();
        RunRecord record = Record();
        await store.SubmitAsync(record, Token);

        (await store.SubmitAsync(record, Token)).ShouldBe(new SubmitResult.Accepted(IsNewRun: false, 0));
        (await store.SubmitAsync(Redaction.Apply(record), Token)).ShouldBe(
            new SubmitResult.Accepted(IsNewRun: false, 0)
        );

        (await store.CountRunsAsync(new RunQuery(), Token)).ShouldBe(1);
        RunDocument.Write((await store.GetRunAsync(record.Run.Id, Token))!).ShouldBe(RunDocument.Write(record));
    }

    [Fact]
    public async Task Submit_FurtherTrialsOfAnUnfinishedRun_AddedWithItsEnd()
    {
        await using IRunStore store = await OpenAsync();
        RunRecord whole = Record();
        RunRecord early = new(
            whole.Run with
            {
                Status = RunStatus.Running,
                EndedAt = null,
                Seal = null,
            },
            [whole.Trials[0]]
        );
        await store.SubmitAsync(early, Token);

        (await store.SubmitAsync(whole, Token)).ShouldBe(new SubmitResult.Accepted(IsNewRun: false, 1));

        RunDocument.Write((await store.GetRunAsync(whole.Run.Id, Token))!).ShouldBe(RunDocument.Write(whole));
        // The earlier part again takes nothing back.
        (await store.SubmitAsync(early, Token)).ShouldBe(new SubmitResult.Accepted(IsNewRun: false, 0));
        RunDocument.Write((await store.GetRunAsync(whole.Run.Id, Token))!).ShouldBe(RunDocument.Write(whole));
    }

    [Fact]
    public async Task Submit_OtherFactsOrSamplesOrTrialsUnderAKnownId_RefusedAndNothingChanged()
    {
        await using IRunStore store = await OpenAsync();
        RunRecord known = Record();
        await store.SubmitAsync(known, Token);
        Trial further = Some.Trial(known.Run.Id);
        RunRecord[] contradictions =
        [
            known with
            {
                Run = known.Run with { Seed = 1234 },
            },
            known with
            {
                Run = known.Run with { Note = "another note" },
            },
            known with
            {
                Trials = [known.Trials[0], Altered(known.Trials[1])],
            },
            known with
            {
                Trials = [.. known.Trials, further],
            },
        ];

        foreach (RunRecord contradiction in contradictions)
        {
            (await store.SubmitAsync(contradiction, Token))
                .ShouldBeOfType<SubmitResult.Conflicting>()
                .Reason.ShouldContain("Nothing was changed");
        }

        RunDocument.Write((await store.GetRunAsync(known.Run.Id, Token))!).ShouldBe(RunDocument.Write(known));
    }

    [Fact]
    public async Task Submit_TrialOfAnotherRun_RefusedWhole()
    {
        await using IRunStore store = await OpenAsync();
        RunRecord known = Record();
        await store.SubmitAsync(known, Token);
        RunRecord thief = Record();
        Trial stolen = known.Trials[1] with { RunId = thief.Run.Id };

        SubmitResult result = await store.SubmitAsync(thief with { Trials = [thief.Trials[0], stolen] }, Token);

        result.ShouldBeOfType<SubmitResult.Conflicting>().Reason.ShouldNotContain("results.db");
        (await store.GetRunAsync(thief.Run.Id, Token)).ShouldBeNull();
        (await store.CountRunsAsync(new RunQuery(), Token)).ShouldBe(1);
    }

    [Fact]
    public async Task Submit_DeletedRun_StaysDeleted()
    {
        await using IRunStore store = await OpenAsync();
        RunRecord known = Record();
        await store.SubmitAsync(known, Token);
        await store.DeleteRunAsync(known.Run.Id, Token);

        (await store.SubmitAsync(known, Token)).ShouldBeOfType<SubmitResult.Conflicting>();

        (await store.CountRunsAsync(new RunQuery(), Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Submit_SameNewRunFromManyAtOnce_OneIsNewAndOneRunIsThere()
    {
        await using IRunStore store = await OpenAsync();
        RunRecord record = Record();

        SubmitResult[] results = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => store.SubmitAsync(record, Token)))
        );

        results.Count(result => result is SubmitResult.Accepted { IsNewRun: true }).ShouldBe(1);
        results.ShouldAllBe(result => result is SubmitResult.Accepted);
        (await store.GetRunAsync(record.Run.Id, Token))!.Trials.Length.ShouldBe(2);
        (await store.ListRunsAsync(new RunQuery(), Token)).Runs.Single().Measured.ShouldBe(2);
    }

    protected abstract Task<IRunStore> OpenAsync();

    private static RunRecord Record()
    {
        Run run = Some.Run() with { Status = RunStatus.Finished, EndedAt = Some.Instant.AddMinutes(3) };
        return RunSealing.Seal(new RunRecord(run, [Some.Trial(run.Id), Some.Trial(run.Id)]), key: null);
    }

    private static Trial Altered(Trial trial) =>
        trial with
        {
            Outcome = new TrialOutcome.Measured(Some.Samples() with { PeakResident = null }),
        };
}

public sealed class SqliteSubmissionTests : SubmissionContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    protected override async Task<IRunStore> OpenAsync() => await StoreForTests.OpenSqliteAsync(_directory);

    public void Dispose() => _directory.Dispose();
}

public sealed class PostgresSubmissionTests(SharedServer shared) : SubmissionContract
{
    protected override async Task<IRunStore> OpenAsync() => await StoreForTests.OpenPostgresAsync(shared);
}
