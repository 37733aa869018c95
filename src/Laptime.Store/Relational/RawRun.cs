using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Laptime.Store.Relational;

/// <summary>A run as its rows have it: documents as they were written, not as this program would write them today.</summary>
internal sealed record RawRun
{
    public required string Id { get; init; }

    public required string Document { get; init; }

    public required string Seal { get; init; }

    public string? ImportedAt { get; init; }

    public string? DeletedAt { get; init; }

    /// <summary>Ids and documents in the order they were saved.</summary>
    public required ImmutableArray<(string Id, string Document)> Trials { get; init; }

    /// <summary>SHA-256 over the documents, trials in the order of their ids: two stores hold the same if it is the same.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Document));
        foreach ((_, string document) in Trials.OrderBy(trial => trial.Id, StringComparer.Ordinal))
        {
            // No document has a zero byte.
            hash.AppendData([0]);
            hash.AppendData(Encoding.UTF8.GetBytes(document));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>An imported run of another tool as its row has it.</summary>
internal sealed record RawForeignRun(
    string Id,
    string ImportedAt,
    string? DeletedAt,
    string? Name,
    string Document,
    string Text
);
