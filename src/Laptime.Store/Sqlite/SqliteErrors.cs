using Microsoft.Data.Sqlite;

namespace Laptime.Store.Sqlite;

/// <summary>Turns SQLite's result codes (https://www.sqlite.org/rescode.html) into sentences with the way out.</summary>
internal static class SqliteErrors
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;
    private const int ForeignKey = 787;

    private const long AlmostFullBytes = 1 << 20;

    /// <summary>The exception to throw in place of <paramref name="error"/>.</summary>
    /// <param name="error">What SQLite said.</param>
    /// <param name="attempted">What was being done, as the end of "could not …".</param>
    /// <param name="path">The database file.</param>
    public static StoreException Explain(SqliteException error, string attempted, string path)
    {
        string directory = Path.GetDirectoryName(path)!;
        string advice = error.SqliteErrorCode switch
        {
            Corrupt or NotADatabase =>
                $"The results database {path} is damaged. It was left as it is. To go on with a new one, move "
                    + $"it aside: mkdir '{path}.damaged' && mv '{path}' '{path}'-* '{path}.damaged'",
            Full => DiskIsFull(directory),
            InputOutput when IsAlmostFull(directory) => DiskIsFull(directory),
            InputOutput =>
                $"The disk of {directory} reports an error, or a quota or file size limit is reached. What was saved before is safe. "
                    + "Check the disk and the limits, or set LAPTIME_DATA to a directory elsewhere.",
            ReadOnly or CannotOpen =>
                $"The results database {path} cannot be written. Make it and its directory writable for this user, or set "
                    + "LAPTIME_DATA to a directory that is.",
            Busy or Locked =>
                $"Another program holds the results database {path}. Wait for it or end it, then try again.",
            _ when error.SqliteExtendedErrorCode == ForeignKey =>
                "The run is no longer in the database: it was purged meanwhile.",
            _ => $"This is unexpected; the results database is {path}.",
        };
        return new StoreException($"Could not {attempted} ({Reason(error)}). {advice}", error);
    }

    private static string DiskIsFull(string directory) =>
        $"The disk of {directory} is full. What was saved before is safe. Free some space, or set LAPTIME_DATA to a directory on another disk.";

    // Microsoft.Data.Sqlite wraps the words: SQLite Error 11: 'database disk image is malformed'.
    private static string Reason(SqliteException error)
    {
        string[] quoted = error.Message.Split('\'');
        return quoted.Length >= 3 ? string.Join('\'', quoted[1..^1]) : error.Message;
    }

    private static bool IsAlmostFull(string directory)
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace < AlmostFullBytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The question only chooses between two wordings of an error that is reported anyway.
            return false;
        }
    }
}
