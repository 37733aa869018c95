using Laptime.Core.Runs;
using Laptime.Store.Postgres;
using Laptime.Testing;

namespace Laptime.Store.Tests;

/// <summary>What goes wrong with servers: each ends in a sentence with the way out, which names no password.</summary>
public sealed class PostgresFaultTests(SharedServer shared)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_NobodyThere_SaysWhere()
    {
        StoreException e = await FailToOpenAsync(
            PostgresAddress.Parse("postgres://somebody:sesame@127.0.0.1:1/results")
        );

        e.Message.ShouldContain("Nobody answers at postgres://somebody@127.0.0.1:1/results");
        e.ToString().ShouldNotContain("sesame");
    }

    [Fact]
    public async Task Open_DatabaseMissing_SaysHowToCreateIt()
    {
        StoreException e = await FailToOpenAsync(shared.Require().AddressOf("nowhere"));

        e.Message.ShouldContain("There is no database 'nowhere'");
        e.Message.ShouldContain("createdb -h 127.0.0.1");
        e.Message.ShouldEndWith(" nowhere");
    }

    [Fact]
    public async Task Open_WrongOrNoPassword_SaysSoWithoutIt()
    {
        PostgresServer server = shared.Require();
        await server.TellAsync("postgres", $"CREATE DATABASE {PostgresServer.Locked}");
        await server.TellAsync("postgres", "CREATE ROLE keeper LOGIN SUPERUSER PASSWORD 'right'");
        PostgresAddress locked = server.AddressOf(PostgresServer.Locked) with { User = "keeper" };

        StoreException wrong = await FailToOpenAsync(locked with { Password = "sesame" });
        StoreException none = await FailToOpenAsync(locked);
        await using PostgresStore store = await OpenAsync(locked with { Password = "right" });

        wrong.Message.ShouldContain("does not let this user in");
        wrong.Message.ShouldContain("PGPASSWORD");
        wrong.ToString().ShouldNotContain("sesame");
        none.Message.ShouldContain("PGPASSWORD");
        store.Place.ShouldNotContain("right");
    }

    [Fact]
    public async Task Open_NewerSchema_SaysUpdate()
    {
        PostgresAddress database = await shared.Require().CreateDatabaseAsync();
        await using (await OpenAsync(database)) { }
        await shared.Require().TellAsync(database.Database, "UPDATE schema_version SET version = 99");

        StoreException e = await FailToOpenAsync(database);

        e.Message.ShouldContain("written by a newer Laptime (schema 99");
    }

    [Fact]
    public async Task Open_DatabaseOfAnotherEncoding_SaysHowToCreateOne()
    {
        PostgresAddress database = await shared
            .Require()
            .CreateDatabaseAsync("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");

        StoreException e = await FailToOpenAsync(database);

        e.Message.ShouldContain("encoding LATIN1");
        e.Message.ShouldContain("createdb -E UTF8");
    }

    [Fact]
    public async Task Open_UserWithoutRights_SaysSo()
    {
        PostgresServer server = shared.Require();
        PostgresAddress database = await server.CreateDatabaseAsync();
        await server.TellAsync("postgres", "CREATE ROLE guest LOGIN");

        StoreException e = await FailToOpenAsync(database with { User = "guest" });

        e.Message.ShouldContain("The user may not do that");
    }

    [Fact]
    public async Task CreateRun_ServerStopped_SaysSoAfterWaitingAndGoesOnLater()
    {
        shared.Require();
        await using PostgresServer server = (await PostgresServer.StartAsync())!;
        await using PostgresStore store = await PostgresStore.OpenAsync(
            await server.CreateDatabaseAsync(),
            TimeProvider.System,
            TimeSpan.FromMilliseconds(400),
            Token
        );
        Run run = Some.Run();
        await server.StopAsync();

        StoreException e = await Should.ThrowAsync<StoreException>(() => store.CreateRunAsync(run, Token));
        await server.GoOnAsync();
        await store.CreateRunAsync(run, Token);

        e.Message.ShouldContain($"Could not save run {run.Id}");
        e.Message.ShouldContain("Nobody answers at");
        (await store.ListRunsAsync(RunShelf.Kept, Token)).ShouldHaveSingleItem().Id.ShouldBe(run.Id);
    }

    [Theory]
    [InlineData("postgres://user:p%40ss@db.example.org:6000/team", "db.example.org", 6000, "team", "user", "p@ss")]
    [InlineData("postgresql://localhost/team", "localhost", 5432, "team", null, null)]
    [InlineData("postgres://user@[::1]/team?sslmode=require", "::1", 5432, "team", "user", null)]
    [InlineData("postgres:///team?host=/run/postgresql", "/run/postgresql", 5432, "team", null, null)]
    [InlineData("postgres://me@/team?host=/run/postgresql", "/run/postgresql", 5432, "team", "me", null)]
    public void Parse_Address_AsLibpqWritesIt(
        string text,
        string host,
        int port,
        string database,
        string? user,
        string? password
    )
    {
        PostgresAddress address = PostgresAddress.Parse(text);

        (address.Host, address.Port, address.Database, address.User, address.Password).ShouldBe(
            (host, port, database, user, password)
        );
        PostgresAddress.Parse(address.ToString()).ShouldBe(address with { Password = null, SslMode = null });
    }

    [Theory]
    [InlineData("postgres://user:sesame@host")]
    [InlineData("postgres://user:sesame@host/a/b")]
    [InlineData("postgres://user:sesame@host:port/team")]
    [InlineData("postgres://user:sesame@host/team?sslmode=maybe")]
    [InlineData("postgres://user:sesame@host/team?colour=red")]
    [InlineData("postgrse://user:sesame@host/team")]
    public void Parse_WrongAddress_SaysSoWithoutThePassword(string text)
    {
        StoreException e = Should.Throw<StoreException>(() => StoreAddress.Parse(text, () => "/nowhere"));

        e.Message.ShouldStartWith("The address of the store cannot be understood: ");
        e.ToString().ShouldNotContain("sesame");
    }

    private static Task<PostgresStore> OpenAsync(PostgresAddress address) =>
        PostgresStore.OpenAsync(address, TimeProvider.System, TimeSpan.FromSeconds(10), Token);

    private static Task<StoreException> FailToOpenAsync(PostgresAddress address) =>
        Should.ThrowAsync<StoreException>(() => OpenAsync(address));
}
