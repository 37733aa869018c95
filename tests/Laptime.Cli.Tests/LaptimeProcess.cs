using System.Diagnostics;

namespace Laptime.Cli.Tests;

/// <summary>What a program left behind.</summary>
internal sealed record Ended(int ExitCode, string Results, string Notes);

/// <summary>Runs the built program as its users do.</summary>
internal static class LaptimeProcess
{
    public static readonly string Path = System.IO.Path.Combine(AppContext.BaseDirectory, "laptime");

    public static Task<Ended> RunAsync(params string[] arguments) => RunAsync(Path, arguments, []);

    /// <summary>Runs a line of bash in which <c>$laptime</c> is the program.</summary>
    public static Task<Ended> BashAsync(string line) => RunAsync("bash", ["-c", line], []);

    /// <summary>Runs a program.</summary>
    /// <param name="file">Program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables besides those of this process.</param>
    public static async Task<Ended> RunAsync(string file, string[] arguments, Dictionary<string, string> environment)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        ProcessStartInfo start = new(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["laptime"] = Path;
        start.Environment["TERM"] = "xterm";
        start.Environment.Remove("NO_COLOR");
        start.Environment.Remove("LAPTIME_DEBUG");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> results = process.StandardOutput.ReadToEndAsync(cancellationToken);
        Task<string> notes = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new Ended(process.ExitCode, await results, await notes);
    }
}
