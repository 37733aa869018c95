using System.Net;
using System.Net.Sockets;
using Laptime.Core.Runs;
using Laptime.Load;
using Laptime.Store;
using Laptime.Store.Access;
using Laptime.Store.Relational;
using Laptime.Store.Tests;

namespace Laptime.Web.Tests.Api;

/// <summary>Many clients at once, and servers that die under them. bench/api-load does the same for a minute.</summary>
public class LoadTests(SharedServer shared)
{
    private const int Trials = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Clients_64AtOnce_NoErrorNoRunLostOrDoubled(bool isPostgres)
    {
        await using StoreForServer place = await StoreForServer.CreateAsync(isPostgres ? shared : null);
        using ServerProcess server = await ServerProcess.StartAsync(place.Address);

        LoadReport report = await LoadAsync(server.Address, place.Token, 64, TimeSpan.FromSeconds(2.5));

        report.Errors.ShouldBeEmpty();
        report.Acknowledged.Count.ShouldBeGreaterThan(64);
        await CheckAsync(server.Address, report);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Server_KilledUnderClients_EveryAcknowledgedRunIsThere(bool isPostgres)
    {
        await using StoreForServer place = await StoreForServer.CreateAsync(isPostgres ? shared : null);
        int port = FreePort();
        LoadReport report;
        using (ServerProcess first = await ServerProcess.StartAsync(place.Address, port))
        {
            Task<LoadReport> load = LoadAsync(
                first.Address,
                place.Token,
                16,
                TimeSpan.FromSeconds(3),
                toleratesLoss: true
            );
            await Task.Delay(TimeSpan.FromSeconds(1.5), Token);
            await first.KillAsync();
            using ServerProcess second = await ServerProcess.StartAsync(place.Address, port);
            report = await load;
            report.Acknowledged.ShouldNotBeEmpty();
            await CheckAsync(second.Address, report, mayHoldMore: true);
        }
        report.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Postgres_KilledUnderClients_EveryAcknowledgedRunIsThere()
    {
        shared.Require();
        await using PostgresServer postgres = (await PostgresServer.StartAsync())!;
        await using StoreForServer place = await StoreForServer.CreateAsync(
            (await postgres.CreateDatabaseAsync()).ToString()
        );
        using ServerProcess server = await ServerProcess.StartAsync(place.Address);
        Task<LoadReport> load = LoadAsync(
            server.Address,
            place.Token,
            16,
            TimeSpan.FromSeconds(3),
            toleratesLoss: true
        );
        await Task.Delay(TimeSpan.FromSeconds(1.5), Token);
        await postgres.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(0.3), Token);
        await postgres.GoOnAsync();

        LoadReport report = await load;

        report.Acknowledged.ShouldNotBeEmpty();
        await CheckAsync(server.Address, report, mayHoldMore: true);
        // A store that is away for longer than the server waits is told as such, never as a fault of the server's.
        report.Answers.Keys.ShouldNotContain(answer => answer.Status >= 500 && answer.Status != 503);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_TwoServersAtOnceOnANewStore_BothServe(bool isPostgres)
    {
        await using StoreForServer place = await StoreForServer.CreateAsync(
            isPostgres ? shared : null,
            isOpenedFirst: false
        );

        ServerProcess[] servers = await Task.WhenAll(
            ServerProcess.StartAsync(place.Address),
            ServerProcess.StartAsync(place.Address)
        );

        foreach (ServerProcess server in servers)
        {
            using HttpClient http = new() { BaseAddress = server.Address };
            using HttpResponseMessage ready = await http.GetAsync("/health/ready", Token);
            ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        foreach (ServerProcess server in servers)
        {
            server.Dispose();
        }
    }

    private static async Task<LoadReport> LoadAsync(
        Uri server,
        string token,
        int clients,
        TimeSpan time,
        bool toleratesLoss = false
    )
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        end.CancelAfter(time);
        return await new ApiLoad(server, token, Trials, blocks: 16).RunAsync(clients, toleratesLoss, end.Token);
    }

    // Whole or not at all: whatever is there has all its trials. What was not acknowledged may be there or not.
    private static async Task CheckAsync(Uri server, LoadReport report, bool mayHoldMore = false)
    {
        using HttpClient http = new() { BaseAddress = server };
        IReadOnlyList<(Guid Id, int Measured)> there = await ApiLoad.ListAsync(http, Token);
        there.Select(run => run.Id).ShouldBeUnique();
        there.ShouldAllBe(run => run.Measured == Trials);
        report.Acknowledged.Keys.Except(there.Select(run => run.Id)).ShouldBeEmpty();
        if (!mayHoldMore)
        {
            there.Count.ShouldBe(report.Acknowledged.Count);
        }
        foreach (Guid id in report.Acknowledged.Keys.Take(10))
        {
            using HttpResponseMessage answer = await http.GetAsync($"/api/v1/runs/{id}", Token);
            RunRecord? record = Formats.RunDocument.Read(await answer.Content.ReadAsByteArrayAsync(Token)).Value;
            record!.Trials.Length.ShouldBe(Trials);
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A store that servers are started on, with a token to hand in.</summary>
    private sealed class StoreForServer : IAsyncDisposable
    {
        private readonly string? folder;

        private StoreForServer(string address, string? directory)
        {
            Address = address;
            folder = directory;
        }

        public string Address { get; }

        public string Token { get; private set; } = "";

        public static async Task<StoreForServer> CreateAsync(SharedServer? postgres, bool isOpenedFirst = true) =>
            await CreateAsync(
                postgres is null ? null : (await postgres.Require().CreateDatabaseAsync()).ToString(),
                isOpenedFirst
            );

        public static async Task<StoreForServer> CreateAsync(string? address, bool isOpenedFirst = true)
        {
            string? directory = address is null ? Directory.CreateTempSubdirectory("laptime-load-").FullName : null;
            StoreForServer place = new(address ?? Path.Combine(directory!, "results.db"), directory);
            if (isOpenedFirst)
            {
                await using RelationalStore store = await StoreAddress
                    .Parse(place.Address, () => ".")
                    .OpenAsync(TimeProvider.System, TimeSpan.FromSeconds(10), LoadTests.Token);
                (AccessToken token, place.Token) = TokenText.Issue(
                    TokenScopes.Submit,
                    note: null,
                    TimeProvider.System.GetUtcNow(),
                    expiresAt: null
                );
                await store.AddTokenAsync(token, LoadTests.Token);
            }
            return place;
        }

        public ValueTask DisposeAsync()
        {
            if (folder is not null)
            {
                Directory.Delete(folder, recursive: true);
            }
            return ValueTask.CompletedTask;
        }
    }
}
