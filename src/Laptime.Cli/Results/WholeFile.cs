namespace Laptime.Cli.Results;

/// <summary>Writes a file that is there whole or not at all, whatever happens meanwhile.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside the file, then moves into its place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mayReplace">Whether a file that is there already gives way.</param>
    /// <param name="write">Writes the content; called once.</param>
    /// <exception cref="IOException">It could not be written, or it is there and may not be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there.</exception>
    public static async Task WriteAsync(string path, bool mayReplace, Func<Stream, Task> write)
    {
        string full = Path.GetFullPath(path);
        // A device or another process's pipe (/dev/stdout, /dev/fd/63) must not be replaced by a file.
        if (full.StartsWith("/dev/", StringComparison.Ordinal))
        {
            await using FileStream device = new(full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            await write(device);
            return;
        }
        if (!mayReplace && Path.Exists(full))
        {
            throw new IOException("it is there already; --force replaces it");
        }
        string partial = $"{full}.{Guid.NewGuid():N}.partial";
        try
        {
            await using (FileStream file = new(partial, FileMode.CreateNew, FileAccess.Write))
            {
                await write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(partial, full, mayReplace);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }
}
