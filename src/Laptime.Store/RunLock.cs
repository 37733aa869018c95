namespace Laptime.Store;

/// <summary>
/// Marks a run as under way in this process, so that no other process goes on with it at the same time. The kernel lets
/// go of it when the process ends, however it ends.
/// </summary>
public sealed class RunLock : IDisposable
{
    /// <summary>EWOULDBLOCK of Linux: .NET takes FileShare.None for a lock by flock(2).</summary>
    private const int WouldBlock = 11;

    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock; null if another process has it.</summary>
    /// <param name="dataDirectory">Where the results are.</param>
    /// <param name="run">The run.</param>
    /// <exception cref="StoreException">The lock file cannot be written.</exception>
    public static RunLock? TryTake(string dataDirectory, Guid run)
    {
        string path = Path.Combine(dataDirectory, "running", $"{run}.lock");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new RunLock(
                new FileStream(
                    path,
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None,
                    bufferSize: 1,
                    FileOptions.DeleteOnClose
                )
            );
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"The run cannot be marked as under way: {e.Message} Set LAPTIME_DATA to a directory that can be written.",
                e
            );
        }
    }

    /// <summary>Whether a process of this machine has the run under way. A look takes the lock from nobody who has it.</summary>
    /// <param name="dataDirectory">Where the results are.</param>
    /// <param name="run">The run.</param>
    public static bool IsTaken(string dataDirectory, Guid run)
    {
        string path = Path.Combine(dataDirectory, "running", $"{run}.lock");
        try
        {
            // A shared lock: refused while somebody has the whole, and given back at once.
            using FileStream look = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception e)
            when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return true;
        }
    }

    /// <inheritdoc />
    public void Dispose() => file.Dispose();
}
