using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats;
using Laptime.Formats.AiBenchmark;
using Laptime.Formats.Sealing;
using Laptime.Store.Access;
using Laptime.Store.Relational;
using Laptime.Testing;

namespace Laptime.Store.Tests;

/// <summary>Copies from SQLite to PostgreSQL, and back into another file.</summary>
public sealed class StoreCopyTests(SharedServer shared) : IDisposable
{
    private readonly TemporaryDirectory _first = new();
    private readonly TemporaryDirectory _second = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task Run_ThereAndBack_EverythingIsTheSame()
    {
        await using RelationalStore first = await OpenAsync(_first.Database);
        await using RelationalStore server = await OpenAsync(await ServerAsync());
        await using RelationalStore second = await OpenAsync(_second.Database);
        await FillAsync(first);

        CopyResult there = await StoreCopy.RunAsync(first, server, progress: null, Token);
        CopyResult again = await StoreCopy.RunAsync(first, server, progress: null, Token);
        CopyResult back = await StoreCopy.RunAsync(server, second, progress: null, Token);

        (there.Runs, there.ChangedRuns, there.Foreign, there.ChangedForeign).ShouldBe((3, 3, 1, 1));
        (again.Runs, again.ChangedRuns, again.Foreign, again.ChangedForeign).ShouldBe((3, 0, 1, 0));
        there.Different.Concat(again.Different).Concat(back.Different).ShouldBeEmpty();
        foreach (RunShelf shelf in Enum.GetValues<RunShelf>())
        {
            var expected = await first.ListRunsAsync(shelf, Token);
            expected.ShouldNotBeEmpty();
            (await server.ListRunsAsync(shelf, Token)).ShouldBe(expected);
            (await second.ListRunsAsync(shelf, Token)).ShouldBe(expected);
            foreach (RunSummary run in expected)
            {
                RunDocument
                    .Write((await second.GetRunAsync(run.Id, Token))!)
                    .ShouldBe(RunDocument.Write((await first.GetRunAsync(run.Id, Token))!));
            }
        }
        (await second.ListForeignAsync(RunShelf.Bin, Token)).ShouldHaveSingleItem().Name.ShouldBe("box");
        CheckResult check = await StoreCopy.CheckAsync(second, progress: null, Token);
        (check.Runs, check.Trials, check.Troubles.Count).ShouldBe((3, 3, 0));
        check.Seals[SealState.Verified].ShouldBe(1);
    }

    [Fact]
    public async Task Run_OneSideWentOn_LongerStoryWinsAndNothingIsLost()
    {
        await using RelationalStore first = await OpenAsync(_first.Database);
        await using RelationalStore second = await OpenAsync(_second.Database);
        Run run = Some.Run();
        await first.CreateRunAsync(run, Token);
        await first.AppendTrialAsync(Some.Trial(run.Id), Token);
        await StoreCopy.RunAsync(first, second, progress: null, Token);

        await first.AppendTrialAsync(Some.Trial(run.Id), Token);
        await first.UpdateRunAsync(run with { Status = RunStatus.Finished }, Token);
        CopyResult forth = await StoreCopy.RunAsync(first, second, progress: null, Token);
        await second.AppendTrialAsync(Some.Trial(run.Id), Token);
        CopyResult older = await StoreCopy.RunAsync(first, second, progress: null, Token);

        (forth.ChangedRuns, forth.Different.Count).ShouldBe((1, 0));
        (older.ChangedRuns, older.Different.Count).ShouldBe((0, 0));
        RunSummary summary = (await second.ListRunsAsync(RunShelf.Kept, Token)).ShouldHaveSingleItem();
        (summary.Status, summary.Measured).ShouldBe((RunStatus.Finished, 3));
    }

    [Fact]
    public async Task Run_Tokens_GoAlongAndStayRevokedOnBothSides()
    {
        await using RelationalStore first = await OpenAsync(_first.Database);
        await using RelationalStore server = await OpenAsync(await ServerAsync());
        (AccessToken kept, string text) = TokenText.Issue(TokenScopes.Submit, "kept", Some.Instant, null);
        (AccessToken revokedHere, _) = TokenText.Issue(TokenScopes.Submit, null, Some.Instant, null);
        (AccessToken revokedThere, _) = TokenText.Issue(TokenScopes.Read, null, Some.Instant, Some.Instant.AddDays(1));
        foreach (AccessToken token in new[] { kept, revokedHere, revokedThere })
        {
            await first.AddTokenAsync(token, Token);
        }
        CopyResult all = await StoreCopy.RunAsync(first, server, progress: null, Token);
        await first.RevokeTokenAsync(revokedHere.Id, Token);
        await server.RevokeTokenAsync(revokedThere.Id, Token);

        CopyResult again = await StoreCopy.RunAsync(first, server, progress: null, Token);

        (all.Tokens, all.ChangedTokens, again.ChangedTokens).ShouldBe((3, 3, 1));
        (await server.ListTokensAsync(Token))
            .Where(token => token.RevokedAt is null)
            .ShouldHaveSingleItem()
            .Is(text)
            .ShouldBeTrue();
        (await server.FindTokenAsync(revokedThere.Id, Token))!.ExpiresAt.ShouldBe(Some.Instant.AddDays(1));
    }

    [Fact]
    public async Task Run_TrialAlteredInTheCopy_SaysDifferent()
    {
        await using RelationalStore first = await OpenAsync(_first.Database);
        await using RelationalStore second = await OpenAsync(_second.Database);
        Run run = Some.Run();
        Trial trial = Some.Trial(run.Id);
        await first.CreateRunAsync(run, Token);
        await first.AppendTrialAsync(trial, Token);
        await second.CreateRunAsync(run, Token);
        await second.AppendTrialAsync(trial with { Launch = 9 }, Token);

        CopyResult result = await StoreCopy.RunAsync(first, second, progress: null, Token);

        result.Different.ShouldBe([run.Id.ToString()]);
    }

    private static Task<RelationalStore> OpenAsync(string address) =>
        StoreAddress
            .Parse(address, () => throw new NotSupportedException())
            .OpenAsync(new StandingTime(), TimeSpan.FromSeconds(10), Token);

    private static async Task FillAsync(RelationalStore store)
    {
        using var key = SigningKey.Create();
        Run finished = Some.Run() with { Note = "zero\0character", Status = RunStatus.Finished };
        await store.CreateRunAsync(finished, Token);
        await store.AppendTrialAsync(Some.Trial(finished.Id), Token);
        await store.AppendTrialAsync(
            Some.Trial(finished.Id) with
            {
                Outcome = new TrialOutcome.Failed("It said \0.", "Retry."),
            },
            Token
        );
        (await store.SealRunAsync(finished.Id, key, Token))!.State.ShouldBe(SealState.Verified);
        Run deleted = Some.Run();
        await store.ImportAsync(new RunRecord(deleted, [Some.Trial(deleted.Id)]), Token);
        await store.DeleteRunAsync(deleted.Id, Token);
        await store.CreateRunAsync(Some.Run() with { StartedAt = Some.Instant.AddHours(1) }, Token);
        ForeignRun foreign = new()
        {
            Run = PrintedOutput.Read("1.1 - inference | batch=50, size=224x224: 60.9 ± 0.7 ms").Runs.Single(),
            ImportedAt = Some.Instant,
            Name = "box",
        };
        await store.ImportForeignAsync(foreign, "text", Token);
        await store.DeleteForeignAsync(foreign.Id, Token);
    }

    private async Task<string> ServerAsync() => (await shared.Require().CreateDatabaseAsync()).ToString();
}
