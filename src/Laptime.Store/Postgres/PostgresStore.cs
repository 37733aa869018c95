using System.Data;
using System.Data.Common;
using Laptime.Core.Cases;
using Laptime.Core.Trials;
using Laptime.Store.Relational;
using Npgsql;

namespace Laptime.Store.Postgres;

/// <summary>
/// Runs in a PostgreSQL database, which several machines may use at a time. Once it is open, a connection that is lost is
/// opened again, and what was under way is done again: a server that restarts costs a measurement nothing.
/// </summary>
public sealed class PostgresStore : RelationalStore
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource _source;
    private readonly PostgresAddress _address;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;

    private PostgresStore(NpgsqlDataSource source, PostgresAddress address, TimeProvider time, TimeSpan patience)
        : base(address.ToString(), time)
    {
        _source = source;
        _address = address;
        _time = time;
        _patience = patience;
    }

    /// <summary>Connects to a database that exists, and creates the tables, in the schema <c>laptime</c>, where they are missing.</summary>
    /// <param name="address">The database.</param>
    /// <param name="time">Clock for the instants of importing and deleting.</param>
    /// <param name="patience">How long to wait for a server that restarts, once it has been reached.</param>
    /// <param name="cancellationToken">Gives up before opening.</param>
    /// <exception cref="StoreException">It cannot be opened: no server, no access, no such database, newer schema.</exception>
    public static async Task<PostgresStore> OpenAsync(
        PostgresAddress address,
        TimeProvider time,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patience, TimeSpan.Zero);
        NpgsqlDataSource source = Connect(address);
        try
        {
            await PostgresMigration.BringUpToDateAsync(source, address, cancellationToken);
            return new PostgresStore(source, address, time, patience);
        }
        catch (Exception e)
        {
            await source.DisposeAsync();
            if (e is NpgsqlException)
            {
                throw PostgresErrors.Explain(e, "open the results database", address);
            }
            throw;
        }
    }

    private protected override string Contains => "strpos";

    private protected override bool Chooses => true;

    private protected override bool OrdersNulls => true;

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private protected override Task<int> InsertTrialAsync(
        DbConnection db,
        Trial trial,
        string document,
        CancellationToken cancellationToken
    ) =>
        db.ExecuteAsync(
            """
            INSERT INTO trials (
                id, run_id, case_id, workload, scenario, precision, mode, batch, device, threads, launch, outcome, started_at,
                elapsed_seconds, document
            ) VALUES (
                @id, @run, @case, @workload, @scenario, @precision, @mode, @batch, @device, @threads, @launch, @outcome,
                @started_at, @elapsed, @document
            ) ON CONFLICT (id) DO NOTHING
            """,
            cancellationToken,
            ("id", trial.Id.ToString()),
            ("run", trial.RunId.ToString()),
            ("case", trial.Case.Id),
            ("workload", trial.Case.Workload),
            ("scenario", trial.Case.Scenario.Word()),
            ("precision", trial.Case.Precision.ToString().ToLowerInvariant()),
            ("mode", trial.Case.Mode.ToString().ToLowerInvariant()),
            ("batch", trial.Case.Batch),
            ("device", trial.Case.Device.ToString()),
            ("threads", trial.Case.Threads),
            ("launch", trial.Launch),
            ("outcome", OutcomeWord(trial.Outcome)),
            ("started_at", SummaryText.Of(trial.StartedAt)),
            ("elapsed", trial.Elapsed.Value),
            ("document", document)
        );

    private protected override Task<T> ReadAsync<T>(
        string attempted,
        Func<DbConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    ) => DoAsync(IsolationLevel.RepeatableRead, mayRepeat: true, attempted, work, cancellationToken);

    private protected override Task<T> WriteAsync<T>(
        string attempted,
        bool mayRepeat,
        Func<DbConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    ) => DoAsync(IsolationLevel.ReadCommitted, mayRepeat, attempted, work, cancellationToken);

    private static NpgsqlDataSource Connect(PostgresAddress address)
    {
        NpgsqlConnectionStringBuilder settings = new()
        {
            Host = address.Host,
            Port = address.Port,
            Database = address.Database,
            Username = address.User ?? Environment.GetEnvironmentVariable("PGUSER") ?? Environment.UserName,
            Password = address.Password,
            SearchPath = PostgresSchema.Name,
            ApplicationName = "laptime",
            // Seconds. A long one of the second only guards against a server that hangs.
            Timeout = 10,
            CommandTimeout = 120,
            KeepAlive = 30,
            PersistSecurityInfo = false,
        };
        if (address.SslMode is { } mode)
        {
            settings.SslMode = Enum.Parse<SslMode>(mode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        }
        return new NpgsqlSlimDataSourceBuilder(settings.ConnectionString).EnableTransportSecurity().Build();
    }

    private async Task<T> DoAsync<T>(
        IsolationLevel isolation,
        bool mayRepeat,
        string attempted,
        Func<DbConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        long start = _time.GetTimestamp();
        TimeSpan pause = FirstPause;
        while (true)
        {
            bool isCommitting = false;
            try
            {
                await using NpgsqlConnection db = await _source.OpenConnectionAsync(cancellationToken);
                await using NpgsqlTransaction transaction = await db.BeginTransactionAsync(
                    isolation,
                    cancellationToken
                );
                T result = await work(db, cancellationToken);
                isCommitting = true;
                // What is asked for to be saved is saved, even if Ctrl-C comes at this moment.
                await transaction.CommitAsync(CancellationToken.None);
                return result;
            }
            // Whether a commit arrived whose answer was lost, nobody knows; before it, nothing was changed.
            catch (NpgsqlException e)
                when (PostgresErrors.MayPass(e)
                    && (mayRepeat || !isCommitting)
                    && _time.GetElapsedTime(start) + pause < _patience
                )
            {
                await Task.Delay(pause, _time, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (NpgsqlException e)
            {
                throw PostgresErrors.Explain(e, attempted, _address);
            }
        }
    }
}
