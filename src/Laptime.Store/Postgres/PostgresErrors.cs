using System.Net.Sockets;
using Npgsql;

namespace Laptime.Store.Postgres;

/// <summary>
/// Turns what PostgreSQL says (https://www.postgresql.org/docs/15/errcodes-appendix.html) into sentences with the way out.
/// Npgsql's own messages name neither passwords nor the connection string.
/// </summary>
internal static class PostgresErrors
{
    /// <summary>Whether the same may succeed a moment later: the server restarts, the network was away, others were faster.</summary>
    public static bool MayPass(Exception error) =>
        error switch
        {
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => false,
            // A server that shuts down, or was told that one of its processes had crashed.
            PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } =>
                true,
            NpgsqlException { IsTransient: true } => true,
            NpgsqlException { InnerException: IOException or SocketException or TimeoutException } => true,
            _ => false,
        };

    /// <summary>The exception to throw in place of <paramref name="error"/>.</summary>
    /// <param name="error">What PostgreSQL or Npgsql said.</param>
    /// <param name="attempted">What was being done, as the end of "could not …".</param>
    /// <param name="address">The database.</param>
    public static StoreException Explain(Exception error, string attempted, PostgresAddress address) =>
        new($"Could not {attempted} ({Reason(error)}). {Advice(error, address)}", error);

    private static string Advice(Exception error, PostgresAddress address) =>
        error switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
                $"There is no database '{address.Database}' on that server. Create it with: {CreateDatabase(address)}",
            PostgresException
            {
                SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
            } =>
                $"{address} does not let this user in. Check the user's name and the password, which belongs into PGPASSWORD or "
                    + "~/.pgpass, and pg_hba.conf of the server.",
            PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation } =>
                "The run is no longer in the database: it was purged meanwhile.",
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
                $"The user may not do that in {address}. Let the owner of the database grant it, or own a database: "
                    + CreateDatabase(address),
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
                $"The disk of {address} is full. What was saved before is safe. Free some space there.",
            PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } =>
                $"{address} has no connection left. Wait for other programs, or raise max_connections there.",
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } =>
                $"{address} can only be read, as a standby server can. Name the primary server.",
            PostgresException passing when MayPass(passing) =>
                $"{address} is starting or stopping. What was saved before is safe. Try again in a moment.",
            PostgresException => $"This is unexpected; the results are in {address}.",
            { InnerException: SocketException or TimeoutException } =>
                $"Nobody answers at {address}. Start the server, or check host, port and network.",
            { InnerException: IOException } =>
                $"The connection to {address} was lost. What was saved before is safe. Try again when the server is back.",
            NpgsqlException when error.Message.Contains("password", StringComparison.OrdinalIgnoreCase) =>
                $"{address} asks for a password. Put it into PGPASSWORD or ~/.pgpass.",
            _ => $"This is unexpected; the results are in {address}.",
        };

    private static string CreateDatabase(PostgresAddress address) =>
        $"createdb -h {address.Host} -p {address.Port}{(address.User is { } user ? $" -U {user}" : "")} -E UTF8 -T template0 "
        + address.Database;

    private static string Reason(Exception error)
    {
        string text = error switch
        {
            PostgresException postgres => postgres.MessageText,
            { InnerException: SocketException socket } => socket.Message,
            _ => error.Message,
        };
        return text.TrimEnd('.').ReplaceLineEndings(" ");
    }
}
