using System.Diagnostics;
using System.Globalization;
using Laptime.Cli.Terminal;

namespace Laptime.Cli.Tests.Terminal;

public class InterruptionTests
{
    [Fact]
    public async Task Signal_CancelsAndLeavesTheProcessAlive()
    {
        using Interruption interruption = new();
        TaskCompletionSource cancelled = new();
        await using CancellationTokenRegistration registration = interruption.Token.Register(cancelled.SetResult);

        using Process kill = Process.Start(
            "kill",
            ["-TERM", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]
        );

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }
}
