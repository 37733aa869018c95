using System.CommandLine;

namespace Laptime.Cli;

internal static class Program
{
    private static Task<int> Main(string[] args) =>
        new RootCommand("Measures how fast this machine trains and runs real neural networks.")
            .Parse(args)
            .InvokeAsync();
}
