namespace Laptime.Prices.Imports;

/// <summary>Writes files that are there whole or not at all, whatever happens meanwhile.</summary>
internal static class WrittenFile
{
    /// <summary>Writes beside the file; it gets its name by <see cref="Commit"/>.</summary>
    /// <returns>Where it is until then.</returns>
    public static string Write(string path, Action<TextWriter> write)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            using FileStream file = new(partial, FileMode.CreateNew, FileAccess.Write);
            using (StreamWriter writer = new(file, bufferSize: 64 * 1024, leaveOpen: true))
            {
                write(writer);
            }
            file.Flush(flushToDisk: true);
            return partial;
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    /// <summary>Puts a written file in its place.</summary>
    public static void Commit(string partial, string path) => File.Move(partial, path, overwrite: true);

    /// <summary>Writes and puts in place.</summary>
    public static void Replace(string path, Action<TextWriter> write)
    {
        var partial = Write(path, write);
        try
        {
            Commit(partial, path);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    /// <summary>Puts a copy of a file into another's place.</summary>
    public static void Copy(string path, string copy)
    {
        var partial = $"{copy}.{Guid.NewGuid():N}.partial";
        try
        {
            File.Copy(path, partial);
            Commit(partial, copy);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }
}
