using Laptime.Formats.Sealing;

#pragma warning disable CA1416 // Laptime runs on Linux.

namespace Laptime.Store;

/// <summary>The user's own key for signing runs, in the data directory; readable by nobody else.</summary>
public static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Where the key is.</summary>
    public static string In(string dataDirectory) => Path.Combine(dataDirectory, "signing-key.pem");

    /// <summary>The key; null if none was made.</summary>
    /// <exception cref="StoreException">It cannot be read, or others can.</exception>
    public static SigningKey? Read(string dataDirectory)
    {
        string path = In(dataDirectory);
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }
            return (File.GetUnixFileMode(path) & ~(OwnerOnly | UnixFileMode.UserExecute)) == UnixFileMode.None
                ? SigningKey.FromPem(File.ReadAllText(path))
                : throw new StoreException(
                    $"The key {path} can be read by others, so that it proves nothing. Make it yours alone: chmod 600 '{path}'"
                );
        }
        catch (ArgumentException e)
        {
            throw new StoreException(
                $"The key {path} cannot be used: {e.Message}. Restore it from a copy, or move it aside and make another.",
                e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The key {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Makes a key and keeps it.</summary>
    /// <exception cref="StoreException">There is one already, or it cannot be written.</exception>
    public static SigningKey Create(string dataDirectory)
    {
        string path = In(dataDirectory);
        var key = SigningKey.Create();
        try
        {
            Directory.CreateDirectory(dataDirectory);
            FileStreamOptions options = new()
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                // From its first moment on.
                UnixCreateMode = OwnerOnly,
            };
            using StreamWriter writer = new(path, options);
            writer.WriteLine(key.ToPem());
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw new StoreException(
                File.Exists(path)
                    ? $"There is a key already: {path}. Runs signed with it stay verified; to change it, move the file away first."
                    : $"The key cannot be written: {e.Message} Set LAPTIME_DATA to a directory that can be written.",
                e
            );
        }
    }
}
