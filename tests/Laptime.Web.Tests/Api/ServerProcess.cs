using System.Diagnostics;

namespace Laptime.Web.Tests.Api;

/// <summary>A server in a process of its own, which may be killed.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process own;

    private ServerProcess(Process process, Uri address)
    {
        own = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts one and waits until it listens.</summary>
    /// <param name="store">Store, as people name it.</param>
    /// <param name="port">0: any.</param>
    public static async Task<ServerProcess> StartAsync(string store, int port = 0)
    {
        var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, ["serve", store, $"{port}"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        string? line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        line.ShouldNotBeNull(
            line is null ? await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) : ""
        );
        return new ServerProcess(process, new Uri(line));
    }

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        own.Kill();
        await own.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!own.HasExited)
        {
            own.Kill();
            own.WaitForExit();
        }
        own.Dispose();
    }
}
