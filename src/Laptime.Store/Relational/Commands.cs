using System.Data.Common;

namespace Laptime.Store.Relational;

/// <summary>Statements with named parameters, one line each. Both databases understand <c>@name</c>.</summary>
internal static class Commands
{
    /// <summary>Changes rows, and says how many.</summary>
    public static async Task<int> ExecuteAsync(
        this DbConnection db,
        string sql,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters
    )
    {
        await using DbCommand command = db.Prepare(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>First column of the first row; null if there is no row or nothing in it.</summary>
    public static async Task<object?> ScalarAsync(
        this DbConnection db,
        string sql,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters
    )
    {
        await using DbCommand command = db.Prepare(sql, parameters);
        object? value = await command.ExecuteScalarAsync(cancellationToken);
        return value is DBNull ? null : value;
    }

    /// <summary>All rows, each turned into a value.</summary>
    public static async Task<List<T>> QueryAsync<T>(
        this DbConnection db,
        string sql,
        Func<DbDataReader, T> map,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters
    )
    {
        await using DbCommand command = db.Prepare(sql, parameters);
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(map(reader));
        }
        return rows;
    }

    /// <summary>Text of a column; null where there is none.</summary>
    public static string? TextOrNull(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    private static DbCommand Prepare(this DbConnection db, string sql, (string Name, object? Value)[] parameters)
    {
        DbCommand command = db.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
