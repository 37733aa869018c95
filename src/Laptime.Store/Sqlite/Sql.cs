using Microsoft.Data.Sqlite;

namespace Laptime.Store.Sqlite;

/// <summary>Statements that only SQLite has, one line each.</summary>
internal static class Sql
{
    /// <summary>Changes rows, and says how many.</summary>
    public static int Execute(this SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.Prepare(sql);
        return command.ExecuteNonQuery();
    }

    /// <summary>First column of the first row; null if there is no row.</summary>
    public static object? Scalar(this SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.Prepare(sql);
        return command.ExecuteScalar();
    }

    private static SqliteCommand Prepare(this SqliteConnection connection, string sql)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
