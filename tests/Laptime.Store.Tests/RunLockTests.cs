using System.Diagnostics;

namespace Laptime.Store.Tests;

public sealed class RunLockTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("laptime-lock-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void TryTake_Twice_GivesItOnceUntilItIsLetGo()
    {
        Guid run = Guid.NewGuid();
        using (RunLock first = RunLock.TryTake(directory, run).ShouldNotBeNull())
        {
            RunLock.TryTake(directory, run).ShouldBeNull();
            using RunLock other = RunLock.TryTake(directory, Guid.NewGuid()).ShouldNotBeNull("another run is free");
        }

        using RunLock again = RunLock.TryTake(directory, run).ShouldNotBeNull();
    }

    [Fact]
    public async Task TryTake_HeldByAProcessThatIsKilled_IsFreeAfterwards()
    {
        Guid run = Guid.NewGuid();
        string file = Path.Combine(directory, "running", $"{run}.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using Process holder = Process.Start(
            new ProcessStartInfo("flock", [file, "sh", "-c", "echo held; exec sleep 60"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        (await holder.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("held");
        RunLock.TryTake(directory, run).ShouldBeNull();

        holder.Kill(entireProcessTree: true);
        await holder.WaitForExitAsync(TestContext.Current.CancellationToken);

        // The process below it may take a moment longer to be gone.
        RunLock? taken = RunLock.TryTake(directory, run);
        for (int i = 0; taken is null && i < 100; i++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            taken = RunLock.TryTake(directory, run);
        }
        taken.ShouldNotBeNull().Dispose();
    }

    [Fact]
    public void TryTake_DirectoryThatCannotBeMade_SaysWhatToDo()
    {
        string file = Path.Combine(directory, "file");
        File.WriteAllText(file, "");

        Should
            .Throw<StoreException>(() => RunLock.TryTake(Path.Combine(file, "data"), Guid.NewGuid()))
            .Message.ShouldContain("LAPTIME_DATA");
    }
}
