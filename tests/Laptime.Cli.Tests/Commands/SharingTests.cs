using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Laptime.Cli.Tests.Commands;

public sealed class SharingTests : IDisposable
{
    private readonly TemporaryData here = new();
    private readonly TemporaryData there = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        here.Dispose();
        there.Dispose();
    }

    [Fact]
    public async Task PushAndPull_RunThereAndBack_SameWithoutNamesAndOnce()
    {
        await here.ImportAsync(StoredRun.Of(StoredRun.Id("0193aaaa")), StoredRun.Of(StoredRun.Id("0193bbbb"), 1));
        using ServeProcess server = await ServeProcess.StartAsync(there);
        here.Environment["LAPTIME_TOKEN"] = await TokenAsync("submit");

        Ended first = await here.RunAsync("push", server.Url, "0193aaaa", "0193bbbb", "--yes");
        Ended again = await here.RunAsync("push", server.Url, "0193aaaa", "--yes");
        using TemporaryData elsewhere = new();
        Ended pulled = await elsewhere.RunAsync("pull", server.Url, "0193aaaa", "last");

        first.ShouldSatisfyAllConditions(
            () => first.ExitCode.ShouldBe(ExitCode.Done, first.Notes),
            () => first.Notes.ShouldContain("Run 0193bbbb is there now, with 6 trials."),
            () => first.Notes.ShouldContain("$.platform.host_name")
        );
        again.Notes.ShouldContain("was there already, with all its trials");
        pulled.ExitCode.ShouldBe(ExitCode.Done, pulled.Notes);
        pulled.Notes.ShouldContain("Run 0193aaaa is new, with 6 trials.");
        string sent = (await here.RunAsync("results", "export", "0193aaaa")).Results;
        (await elsewhere.RunAsync("results", "export", "0193aaaa", "--with-names")).Results.ShouldBe(sent);
        (await there.RunAsync("results", "list", "--json")).Results.ShouldNotContain(StoredRun.Host);
        server.Log.ShouldNotContain(here.Environment["LAPTIME_TOKEN"][^20..]);
    }

    [Fact]
    public async Task Push_DryRun_EveryFieldOfTheDocumentShownAndNothingSent()
    {
        await here.ImportAsync(StoredRun.Of(StoredRun.Id("0193aaaa")));

        // Nobody listens there: what is sent would fail.
        Ended ended = await here.RunAsync("push", "http://127.0.0.1:1", "--dry-run");

        ended.ExitCode.ShouldBe(ExitCode.Done, ended.Notes);
        ended.Notes.ShouldContain("Nothing was sent.");
        ended.Results.ShouldNotContain(StoredRun.Host);
        ended.Results.ShouldNotContain("somebody");
        ended.Results.ShouldNotContain('\e');
        string shown = string.Concat(ended.Results.Where(c => !char.IsWhiteSpace(c)));
        using var document = JsonDocument.Parse((await here.RunAsync("results", "export")).Results);
        Names(document.RootElement, "$").Distinct().ShouldAllBe(path => shown.Contains(path));
        ended
            .Results[ended.Results.IndexOf("Left out", StringComparison.Ordinal)..]
            .ShouldContain("$.platform.disk.path");
    }

    [Fact]
    public async Task Push_NobodyToAsk_NothingSentWithoutYes()
    {
        await here.ImportAsync(StoredRun.Of(StoredRun.Id("0193aaaa")));
        using ServeProcess server = await ServeProcess.StartAsync(there);
        here.Environment["LAPTIME_TOKEN"] = await TokenAsync("submit");

        Ended ended = await here.RunAsync("push", server.Url);

        ended.ExitCode.ShouldBe(ExitCode.Failed);
        ended.Notes.ShouldContain("--yes");
        (await there.RunAsync("results", "list")).Notes.ShouldContain("No results yet");
    }

    [Theory]
    [InlineData("http://example.org", "Over plain http")]
    [InlineData("http://127.0.0.1.example.org", "Over plain http")]
    [InlineData("ftp://example.org", "is no address")]
    [InlineData("example.org", "is no address")]
    [InlineData("https://user:secret@example.org", "takes no user name")]
    public async Task Push_AddressNotToBeTrusted_UsageErrorWithoutSecret(string url, string says)
    {
        Ended ended = await here.RunAsync("push", url, "--yes");

        ended.ExitCode.ShouldBe(ExitCode.Usage);
        ended.Notes.ShouldContain(says);
        ended.Notes.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Push_TokenThatIsNone_UsageErrorThatDoesNotRepeatIt()
    {
        await File.WriteAllTextAsync(here.File("token"), "hunter2\n", Token);

        Ended ended = await here.RunAsync("push", "http://127.0.0.1:1", "--yes", "--token-file", here.File("token"));

        ended.ExitCode.ShouldBe(ExitCode.Usage);
        ended.Notes.ShouldContain("no token of Laptime");
        ended.Notes.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Push_ServerBusyAtFirst_TriedAgainAfterWhatItAsksFor()
    {
        await here.ImportAsync(StoredRun.Of(StoredRun.Id("0193aaaa")));
        using BusyServer server = new(
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 201 Created\r\nContent-Length: 30\r\n\r\n{\"is_new\":true,\"new_trials\":6} "
        );
        var watch = Stopwatch.StartNew();

        Ended ended = await here.RunAsync("push", server.Url, "--yes");

        ended.ExitCode.ShouldBe(ExitCode.Done, ended.Notes);
        ended.Notes.ShouldContain("is there now");
        watch.Elapsed.TotalSeconds.ShouldBeGreaterThan(2);
        server.Served.ShouldBe(3);
    }

    [Theory]
    [InlineData(
        "HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n",
        "moved to https://evil.example/"
    )]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "Is the address right?")]
    [InlineData("HTTP/1.1 409 Conflict\r\nContent-Length: 25\r\n\r\n{\"detail\":\"Other \\u001b\"}", "Other")]
    public async Task Push_OddAnswer_NotFollowedAndSaidPlainly(string answer, string says)
    {
        await here.ImportAsync(StoredRun.Of(StoredRun.Id("0193aaaa")));
        using BusyServer server = new(answer);

        Ended ended = await here.RunAsync("push", server.Url, "--yes");

        ended.ExitCode.ShouldBe(ExitCode.Failed);
        ended.Notes.ShouldContain(says);
        ended.Notes.ShouldNotContain('\e');
        server.Served.ShouldBe(1);
    }

    [Fact]
    public async Task Token_MadeListedRevoked_ShownOnceAndNeverAgain()
    {
        Ended made = await there.RunAsync(
            "token",
            "create",
            "--scope",
            "submit,read",
            "--expires",
            "2w",
            "--note",
            "a \e note"
        );
        string text = made.Results.Trim();
        Ended listed = await there.RunAsync("token", "list");
        Ended revoked = await there.RunAsync("token", "revoke", text);
        Ended again = await there.RunAsync("token", "revoke", text);
        using var json = JsonDocument.Parse((await there.RunAsync("token", "list", "--json")).Results);

        made.ExitCode.ShouldBe(ExitCode.Done, made.Notes);
        text.ShouldStartWith("laptime_");
        made.Notes.ShouldNotContain(text[^20..]);
        listed.Results.ShouldContain(text.Split('_')[1]);
        listed.Results.ShouldContain("good");
        listed.Results.ShouldNotContain(text[^20..]);
        listed.Results.ShouldNotContain('\e');
        revoked.ExitCode.ShouldBe(ExitCode.Done);
        again.ExitCode.ShouldBe(ExitCode.Failed);
        JsonElement token = json.RootElement.GetProperty("tokens")[0];
        token.GetProperty("state").GetString().ShouldBe("revoked");
        token.GetProperty("scopes").GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData("--scope", "submit", "--expires", "soon")]
    [InlineData("--scope", "submit", "--expires", "0d")]
    [InlineData("--scope", "submit", "--expires", "9999999w")]
    [InlineData("--scope", "everything", "--expires", "1d")]
    [InlineData("--note", "x", "--expires", "1d")]
    public async Task Token_WithoutSense_UsageErrorAndNoneMade(params string[] options)
    {
        Ended ended = await there.RunAsync(["token", "create", .. options]);

        ended.ExitCode.ShouldBe(ExitCode.Usage, ended.Notes);
        ended.Results.ShouldBeEmpty();
    }

    [Fact]
    public async Task Serve_LogAsJson_ALineOfJsonForEachRequestAndNoQuery()
    {
        using ServeProcess server = await ServeProcess.StartAsync(there, "--log", "json");
        using HttpClient http = new();
        using HttpResponseMessage answer = await http.GetAsync($"{server.Url}/api/v1/runs?text=hidden", Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);

        await server.StopAsync();

        string line = server.Log.Split('\n').First(text => text.StartsWith('{') && text.Contains("/api/v1/runs"));
        using var json = JsonDocument.Parse(line);
        JsonElement state = json.RootElement.GetProperty("State");
        state.GetProperty("Status").ToString().ShouldBe("200");
        state.GetProperty("Method").GetString().ShouldBe("GET");
        server.Log.ShouldNotContain("hidden");
    }

    private async Task<string> TokenAsync(string scope) =>
        (await there.RunAsync("token", "create", "--scope", scope)).Results.Trim();

    private static IEnumerable<string> Names(JsonElement element, string path) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(one => Names(one.Value, $"{path}.{one.Name}")),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(one => Names(one, $"{path}[*]")),
            _ => [path],
        };

    /// <summary><c>laptime serve</c> on a free port.</summary>
    private sealed class ServeProcess : IDisposable
    {
        private readonly Process process;
        private readonly StringBuilder log = new();

        private ServeProcess(Process process) => this.process = process;

        public string Url { get; private set; } = "";

        public string Log
        {
            get
            {
                lock (log)
                {
                    return log.ToString();
                }
            }
        }

        public static async Task<ServeProcess> StartAsync(TemporaryData data, params string[] options)
        {
            ProcessStartInfo start = new(LaptimeProcess.Path, ["serve", "--port", "0", .. options])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            };
            start.Environment["LAPTIME_DATA"] = data.Directory;
            ServeProcess server = new(Process.Start(start)!);
            TaskCompletionSource<string> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
            server.process.ErrorDataReceived += (_, line) =>
            {
                lock (server.log)
                {
                    server.log.AppendLine(line.Data);
                }
                if (
                    line
                        .Data?.Split(' ')
                        .FirstOrDefault(word => word.StartsWith("http://", StringComparison.Ordinal)) is
                    { } url
                )
                {
                    listening.TrySetResult(url);
                }
            };
            server.process.BeginErrorReadLine();
            server.Url = await listening.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
            return server;
        }

        public async Task StopAsync()
        {
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync(Token);
            process.ExitCode.ShouldBe(ExitCode.Done);
        }

        public void Dispose()
        {
            if (!process.HasExited)
            {
                process.Kill();
                process.WaitForExit();
            }
            process.Dispose();
        }
    }

    /// <summary>Answers one request after the other with what it was given, whatever it is asked.</summary>
    private sealed class BusyServer : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private int served;

        public BusyServer(params string[] answers)
        {
            listener.Start();
            _ = ServeAsync(answers);
        }

        public string Url => $"http://{listener.LocalEndpoint}";

        public int Served => served;

        public void Dispose() => listener.Dispose();

        private async Task ServeAsync(string[] answers)
        {
            foreach (string answer in answers)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(Token);
                await using NetworkStream stream = client.GetStream();
                await ReadRequestAsync(stream);
                Interlocked.Increment(ref served);
                string closing = answer.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(closing), Token);
            }
        }

        private static async Task ReadRequestAsync(NetworkStream stream)
        {
            List<byte> head = [];
            byte[] one = new byte[1];
            while (!Encoding.ASCII.GetString([.. head.TakeLast(4)]).Equals("\r\n\r\n", StringComparison.Ordinal))
            {
                await stream.ReadExactlyAsync(one, Token);
                head.Add(one[0]);
            }
            string text = Encoding.ASCII.GetString([.. head]);
            int at = text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
            int length = int.Parse(text[(at + 16)..text.IndexOf("\r\n", at, StringComparison.Ordinal)]);
            await stream.ReadExactlyAsync(new byte[length], Token);
        }
    }
}
