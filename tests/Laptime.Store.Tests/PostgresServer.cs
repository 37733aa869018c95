using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Laptime.Store.Postgres;
using Laptime.Store.Tests;
using Npgsql;

[assembly: AssemblyFixture(typeof(SharedServer))]

namespace Laptime.Store.Tests;

/// <summary>
/// A PostgreSQL server of the tests' own: a directory and a free port of the loopback, gone when they end. PostgreSQL does not
/// run as root, so root starts it as nobody.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Connections to this database ask for a password; the user postgres has "right".</summary>
    public const string Locked = "locked";

    private readonly string _programs;
    private readonly string _directory;
    private readonly int _port;
    private int _databases;

    private PostgresServer(string programs, string directory, int port)
    {
        _programs = programs;
        _directory = directory;
        _port = port;
    }

    /// <summary>Starts one; null where PostgreSQL is not installed.</summary>
    public static async Task<PostgresServer?> StartAsync()
    {
        if (FindPrograms() is not { } programs)
        {
            return null;
        }
        string directory = Directory.CreateTempSubdirectory("laptime-postgres-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await DoAsync("chown", "nobody", directory);
        }
        PostgresServer server = new(programs, directory, FreePort());
        await server.RunAsync("initdb", "-D", $"{directory}/data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-N");
        string access = Path.Combine(directory, "data", "pg_hba.conf");
        await File.WriteAllTextAsync(
            access,
            $"host {Locked} all 127.0.0.1/32 scram-sha-256\n{await File.ReadAllTextAsync(access)}"
        );
        await server.GoOnAsync();
        return server;
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>, which takes a recovery.</summary>
    public Task GoOnAsync() =>
        // What a kill cannot take, fsync need not save; without it the tests wait less for the disk.
        RunAsync(
            "pg_ctl",
            ["-D", $"{_directory}/data", "-w", "-s", "-l", $"{_directory}/log", "-o", Settings, "start"]
        );

    /// <summary>Kills the server and all its processes as kill -9 does.</summary>
    public async Task KillAsync()
    {
        string[] lines = await File.ReadAllLinesAsync($"{_directory}/data/postmaster.pid");
        using var postmaster = Process.GetProcessById(int.Parse(lines[0]));
        postmaster.Kill(entireProcessTree: true);
        await postmaster.WaitForExitAsync();
    }

    /// <summary>Ends it in good order.</summary>
    public Task StopAsync() => RunAsync("pg_ctl", "-D", $"{_directory}/data", "-w", "-s", "-m", "fast", "stop");

    /// <summary>Address of a new, empty database.</summary>
    public async Task<PostgresAddress> CreateDatabaseAsync(string options = "")
    {
        string name = $"test{Interlocked.Increment(ref _databases)}";
        await TellAsync("postgres", $"CREATE DATABASE {name} {options}");
        return AddressOf(name);
    }

    public PostgresAddress AddressOf(string database) =>
        PostgresAddress.Parse($"postgres://postgres@127.0.0.1:{_port}/{database}");

    /// <summary>First value that a statement gives, as another program would ask.</summary>
    public async Task<string?> AskAsync(string database, string sql)
    {
        await using NpgsqlConnection db = new(
            $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database};Pooling=false;Search Path=laptime"
        );
        await db.OpenAsync();
        await using NpgsqlCommand command = new(sql, db);
        return (await command.ExecuteScalarAsync())?.ToString();
    }

    public Task TellAsync(string database, string sql) => AskAsync(database, sql);

    public async ValueTask DisposeAsync()
    {
        if (File.Exists($"{_directory}/data/postmaster.pid"))
        {
            await RunAsync("pg_ctl", "-D", $"{_directory}/data", "-w", "-s", "-m", "immediate", "stop");
        }
        Directory.Delete(_directory, recursive: true);
    }

    private string Settings =>
        $"-c port={_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='{_directory}' -c fsync=off";

    // Debian keeps the programs of each version apart and off the PATH.
    private static string? FindPrograms() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .GetDirectories("/usr/lib/postgresql")
                .Select(version => Path.Combine(version, "bin"))
                .Where(programs => File.Exists(Path.Combine(programs, "initdb")))
                .Max()
            : null;

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task RunAsync(string program, params string[] arguments)
    {
        string path = Path.Combine(_programs, program);
        return Environment.IsPrivilegedProcess
            ? DoAsync("setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", path, .. arguments])
            : DoAsync(path, arguments);
    }

    private static async Task DoAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new("bash", ["-c", "exec \"$@\" >/dev/null", "bash", program, .. arguments])
        {
            UseShellExecute = false,
            // Nobody may not look into the tests' own directory.
            WorkingDirectory = "/",
        };
        // No pipes: the server inherits them, and they would stay open as long as it lives.
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}");
    }
}

/// <summary>One server for all tests that only need a database.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private PostgresServer? _server;

    /// <summary>The server; the test is skipped where there is none.</summary>
    public PostgresServer Require()
    {
        Assert.SkipWhen(_server is null, "PostgreSQL is not installed: apt install postgresql");
        return _server;
    }

    public async ValueTask InitializeAsync() => _server = await PostgresServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
