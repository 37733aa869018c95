namespace Laptime.Store.Postgres;

/// <summary>Where a PostgreSQL database is: <c>postgres://user@host:port/database</c>, as libpq writes it.</summary>
public sealed record PostgresAddress
{
    private const int DefaultPort = 5432;

    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>Name or address of the server, or the directory of its Unix socket.</summary>
    public required string Host { get; init; }

    /// <summary>Port, also of a Unix socket.</summary>
    public required int Port { get; init; }

    /// <summary>Name of the database.</summary>
    public required string Database { get; init; }

    /// <summary>Name of the user; null: <c>PGUSER</c>, or who runs the program.</summary>
    public string? User { get; init; }

    /// <summary>Password; null: <c>PGPASSWORD</c> or <c>~/.pgpass</c>, if the server asks for one.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the connection is encrypted, in libpq's words (disable, prefer, require, verify-ca, verify-full); null: prefer.</summary>
    public string? SslMode { get; init; }

    /// <summary>Whether a text means a PostgreSQL database at all.</summary>
    public static bool IsOne(string text) =>
        Array.Exists(Schemes, scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads an address. No message repeats it: it may hold a password.</summary>
    /// <exception cref="StoreException">It cannot be understood; the message says what is wrong.</exception>
    public static PostgresAddress Parse(string text)
    {
        // Without a host, as for a Unix socket, it is no address to System.Uri.
        string filled = text.Replace(":///", "://localhost/", StringComparison.Ordinal)
            .Replace("@/", "@localhost/", StringComparison.Ordinal);
        if (!IsOne(text) || !Uri.TryCreate(filled, UriKind.Absolute, out Uri? uri))
        {
            throw Wrong("it is not of the form postgres://user@host:port/database");
        }
        string database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        if (database.Length == 0 || database.Contains('/', StringComparison.Ordinal))
        {
            throw Wrong("after the host it names one database, as in postgres://user@host/laptime");
        }
        string[] login = uri.UserInfo.Split(':', 2);
        PostgresAddress address = new()
        {
            Host = uri.Host.Trim('[', ']'),
            Port = uri.IsDefaultPort || uri.Port < 0 ? DefaultPort : uri.Port,
            Database = database,
            User = login[0].Length == 0 ? null : Uri.UnescapeDataString(login[0]),
            Password = login is [_, var password] ? Uri.UnescapeDataString(password) : null,
        };
        foreach (string setting in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = setting.Split('=', 2);
            string value = pair is [_, var given] ? Uri.UnescapeDataString(given) : "";
            address = pair[0] switch
            {
                "host" => address with { Host = value },
                "sslmode" when value is "disable" or "allow" or "prefer" or "require" or "verify-ca" or "verify-full" =>
                    address with
                    {
                        SslMode = value,
                    },
                "sslmode" => throw Wrong("sslmode is disable, prefer, require, verify-ca or verify-full"),
                _ => throw Wrong($"of the settings behind the ?, only host and sslmode are known, not '{pair[0]}'"),
            };
        }
        return address;
    }

    /// <summary>The address without its password.</summary>
    public override string ToString()
    {
        string user = User is null ? "" : $"{Uri.EscapeDataString(User)}@";
        string database = Uri.EscapeDataString(Database);
        return Host.StartsWith('/')
            ? $"postgres://{user}/{database}?host={Host}"
            : $"postgres://{user}{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}/{database}";
    }

    private static StoreException Wrong(string what) => new($"The address of the store cannot be understood: {what}.");
}
