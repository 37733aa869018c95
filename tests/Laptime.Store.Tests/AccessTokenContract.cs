using Laptime.Store.Access;
using Laptime.Store.Relational;
using Laptime.Testing;

namespace Laptime.Store.Tests;

/// <summary>How every store keeps tokens.</summary>
public abstract class AccessTokenContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_SavedToken_AllOfItAndRecognisesOnlyItsText()
    {
        await using RelationalStore store = await OpenAsync();
        (AccessToken token, string text) = TokenText.Issue(
            TokenScopes.Read | TokenScopes.Submit,
            "a\0note",
            Some.Instant,
            Some.Instant.AddDays(1)
        );
        await store.AddTokenAsync(token, Token);

        AccessToken found = (await store.FindTokenAsync(token.Id, Token))!;

        found.Scopes.ShouldBe(TokenScopes.Read | TokenScopes.Submit);
        found.CreatedAt.ShouldBe(Some.Instant);
        found.ExpiresAt.ShouldBe(Some.Instant.AddDays(1));
        found.Is(text).ShouldBeTrue();
        found.Is(text[..^1]).ShouldBeFalse();
        found.Is(text[..^1] + (text[^1] == 'a' ? 'b' : 'a')).ShouldBeFalse();
        found.IsGoodAt(Some.Instant.AddDays(1).AddTicks(-1)).ShouldBeTrue();
        found.IsGoodAt(Some.Instant.AddDays(1)).ShouldBeFalse();
        (await store.FindTokenAsync("nobody", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Revoke_OnceAndAgain_StopsWorkingAndSaysSo()
    {
        await using RelationalStore store = await OpenAsync();
        (AccessToken token, _) = TokenText.Issue(TokenScopes.Submit, null, Some.Instant, null);
        await store.AddTokenAsync(token, Token);

        (await store.RevokeTokenAsync(token.Id, Token)).ShouldBeTrue();
        (await store.RevokeTokenAsync(token.Id, Token)).ShouldBeFalse();
        (await store.RevokeTokenAsync("nobody", Token)).ShouldBeFalse();

        AccessToken revoked = (await store.ListTokensAsync(Token)).Single();
        revoked.RevokedAt.ShouldNotBeNull();
        revoked.IsGoodAt(Some.Instant).ShouldBeFalse();
    }

    protected abstract Task<RelationalStore> OpenAsync();
}

public sealed class SqliteAccessTokenTests : AccessTokenContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Add_Token_NoFileOfTheStoreHoldsIt()
    {
        (AccessToken token, string text) = TokenText.Issue(TokenScopes.Submit, "note", Some.Instant, null);
        await using (RelationalStore store = await OpenAsync())
        {
            await store.AddTokenAsync(token, TestContext.Current.CancellationToken);
        }

        foreach (string file in Directory.GetFiles(_directory.Path))
        {
            System
                .Text.Encoding.Latin1.GetString(
                    await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)
                )
                .ShouldNotContain(text[^52..]);
        }
    }

    protected override async Task<RelationalStore> OpenAsync() => await StoreForTests.OpenSqliteAsync(_directory);

    public void Dispose() => _directory.Dispose();
}

public sealed class PostgresAccessTokenTests(SharedServer shared) : AccessTokenContract
{
    protected override async Task<RelationalStore> OpenAsync() => await StoreForTests.OpenPostgresAsync(shared);
}

public class TokenTextTests
{
    [Fact]
    public void Issue_ManyTokens_AllDifferentAndOfTheirShape()
    {
        HashSet<string> texts = new(StringComparer.Ordinal);
        HashSet<char> letters = [];
        for (int i = 0; i < 500; i++)
        {
            (AccessToken token, string text) = TokenText.Issue(TokenScopes.Submit, null, Some.Instant, null);
            TokenText.IdOf(text).ShouldBe(token.Id);
            text.Length.ShouldBe(69);
            texts.Add(text);
            letters.UnionWith(text[^52..]);
        }

        texts.Count.ShouldBe(500);
        // 52 letters of five bits are 260 bits only if all 32 letters occur.
        letters.Count.ShouldBe(32);
    }

    [Theory]
    [InlineData("")]
    [InlineData("laptime_")]
    [InlineData("laptime_abcdefgh_")]
    [InlineData("laptime_abcdefgh_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("laptime_abcdefgh_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("laptime_abcdefgh_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("laptime_abc'efgh_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void IdOf_NoToken_Null(string text) => TokenText.IdOf(text).ShouldBeNull();
}
