using System.Data.Common;
using System.Globalization;
using Laptime.Core.Runs;
using Laptime.Core.Trials;

namespace Laptime.Store.Relational;

/// <summary>A row of <c>run_summaries</c> as a list shows it.</summary>
internal static class RunListing
{
    /// <summary>Its columns in the order that <see cref="Read"/> expects.</summary>
    public const string Columns =
        "id, started_at, ended_at, status, suite, tier, device, device_model, libtorch_version, host_name, note, "
        + "cases, measured, skipped, failed, seal, imported_at, deleted_at";

    /// <summary>One row.</summary>
    /// <exception cref="StoreException">It has a word that this program does not know.</exception>
    public static RunSummary Read(DbDataReader row, string place) =>
        new()
        {
            Id = Guid.Parse(row.GetString(0)),
            StartedAt = Instant(row, 1, place)!.Value,
            EndedAt = Instant(row, 2, place),
            Status = Word<RunStatus>(row, 3, place),
            Suite = row.GetString(4),
            Tier = Word<Tier>(row, 5, place),
            Device = row.GetString(6),
            DeviceModel = row.TextOrNull(7),
            LibtorchVersion = row.TextOrNull(8),
            HostName = row.TextOrNull(9),
            Note = row.TextOrNull(10),
            Cases = row.GetInt32(11),
            Measured = row.GetInt32(12),
            Skipped = row.GetInt32(13),
            Failed = row.GetInt32(14),
            Seal = Word<SealState>(row, 15, place),
            ImportedAt = Instant(row, 16, place),
            DeletedAt = Instant(row, 17, place),
        };

    private static DateTimeOffset? Instant(DbDataReader row, int column, string place) =>
        row.TextOrNull(column) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out DateTimeOffset instant) ? instant
        : throw Unknown(row, text, place);

    private static T Word<T>(DbDataReader row, int column, string place)
        where T : struct, Enum =>
        Enum.TryParse(row.GetString(column), ignoreCase: true, out T word) && Enum.IsDefined(word)
            ? word
            : throw Unknown(row, row.GetString(column), place);

    private static StoreException Unknown(DbDataReader row, string text, string place) =>
        new(
            $"Run {row.GetString(0)} in {place} cannot be understood: it says '{text}'. It was left as it is; the table "
                + "run_summaries shows it. Move the database aside to go on with a new one."
        );
}
