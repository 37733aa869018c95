using System.Net;
using System.Net.Sockets;
using System.Text;
using Laptime.Prices.Feeds;
using Laptime.Prices.Importing;

namespace Laptime.Prices.Tests.Feeds;

/// <summary>Against a server on the loopback.</summary>
public sealed class SourceReaderTests
{
    private const string List =
        "instance_name,location,price,gpu_count,gpu_name,spot,cpu,memory,gpu_memory,disk_size\ng4dn.xlarge,us-east-1,0.526,1,T4,False,4,16,16,\n";

    [Fact]
    public async Task ReadAsync_Served_IsImportedAndDatedToday()
    {
        await using Server server = new("200 OK", List);

        ImportedOffers import = await GetAsync(server, DownloadLimit.Default);

        import.OnDemand().Source.AsOf.ShouldBe(Importer.Today);
    }

    [Fact]
    public async Task ReadAsync_NotFound_SaysSo()
    {
        await using Server server = new("404 Not Found", "gone");

        (await Should.ThrowAsync<CatalogException>(() => GetAsync(server, DownloadLimit.Default))).Message.ShouldBe(
            "127.0.0.1 answers 404 Not Found."
        );
    }

    [Fact]
    public async Task ReadAsync_TooLarge_IsRefused()
    {
        await using Server server = new("200 OK", new string('x', 3 << 20));

        (
            await Should.ThrowAsync<CatalogException>(() =>
                GetAsync(server, new DownloadLimit(TimeSpan.FromSeconds(30), 1 << 20))
            )
        ).Message.ShouldStartWith("The list is larger than 1 MiB");
    }

    [Fact]
    public async Task ReadAsync_Silent_TimesOut()
    {
        await using Server server = new(null, "");

        (
            await Should.ThrowAsync<CatalogException>(() =>
                GetAsync(server, new DownloadLimit(TimeSpan.FromMilliseconds(200), 1 << 20))
            )
        ).Message.ShouldContain("took more than");
    }

    [Fact]
    public async Task ReadAsync_NobodyThere_SaysSo()
    {
        Server server = new("200 OK", List);
        await server.DisposeAsync();

        (
            await Should.ThrowAsync<CatalogException>(() => GetAsync(server, DownloadLimit.Default))
        ).Message.ShouldStartWith("127.0.0.1 cannot be reached:");
    }

    [Fact]
    public async Task ReadAsync_Cancelled_IsNoFailureOfTheSource()
    {
        await using Server server = new(null, "");
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(100));

        await Should.ThrowAsync<OperationCanceledException>(() =>
            GetAsync(server, new DownloadLimit(TimeSpan.FromSeconds(30), 1 << 20), cancel.Token)
        );
    }

    [Fact]
    public async Task ReadAsync_MissingFile_SaysSo()
    {
        using HttpClient http = new();

        await Should.ThrowAsync<CatalogException>(() =>
            new SourceReader(http, DownloadLimit.Default).ReadAsync(
                new PriceSource("own", "/nowhere/prices.csv", null),
                ImportContext.Shipped(Importer.Today),
                TestContext.Current.CancellationToken
            )
        );
    }

    private static async Task<ImportedOffers> GetAsync(
        Server server,
        DownloadLimit limit,
        CancellationToken? cancellationToken = null
    )
    {
        using HttpClient http = new();
        return await new SourceReader(http, limit).ReadAsync(
            new PriceSource("test", server.Address, null),
            ImportContext.Shipped(Importer.Today),
            cancellationToken ?? TestContext.Current.CancellationToken
        );
    }

    /// <summary>Answers every question the same, or never.</summary>
    private sealed class Server : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource stop = new();
        private readonly Task serving;

        public Server(string? status, string body)
        {
            listener.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/list";
            serving = ServeAsync(status, body);
        }

        public string Address { get; }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            listener.Stop();
            await serving;
            stop.Dispose();
        }

        private async Task ServeAsync(string? status, string body)
        {
            try
            {
                while (true)
                {
                    using TcpClient client = await listener.AcceptTcpClientAsync(stop.Token);
                    await using NetworkStream stream = client.GetStream();
                    _ = await stream.ReadAsync(new byte[1024], stop.Token);
                    if (status is null)
                    {
                        await Task.Delay(Timeout.Infinite, stop.Token);
                    }
                    byte[] content = Encoding.UTF8.GetBytes(body);
                    string head = $"HTTP/1.1 {status}\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n";
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stop.Token);
                    await stream.WriteAsync(content, stop.Token);
                }
            }
            catch (Exception e)
                when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The test is over, or the client went away.
            }
        }
    }
}
