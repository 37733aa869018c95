using System.Diagnostics;

namespace Laptime.Store.Tests;

/// <summary>Other processes.</summary>
internal static class Child
{
    /// <summary>This test program as the one that appends trials, started by a shell after <paramref name="limits"/>.</summary>
    public static Process StartAppending(string store, Guid run, int count, string limits = ":") =>
        Start(
            "bash",
            "-c",
            $"{limits}; exec \"$@\"",
            "bash",
            Environment.ProcessPath!,
            "append",
            store,
            run.ToString(),
            $"{count}"
        );

    public static async Task<(int Code, string Output, string Error)> EndAsync(this Process process)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        Task<string> error = process.StandardError.ReadToEndAsync(token);
        string output = await process.StandardOutput.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        return (process.ExitCode, output, await error);
    }

    public static async Task<bool> TryRunAsync(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        return (await process.EndAsync()).Code == 0;
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
                RedirectStandardError = true,
            }
        )!;
}
