using System.Security.Cryptography;

namespace Laptime.Formats.AiBenchmark;

/// <summary>A run of the original tool, imported from its printed output.</summary>
public sealed record ForeignRun
{
    /// <summary>Identity, made from what was understood of the output: the same output has the same everywhere.</summary>
    public Guid Id => IdOf(Run);

    /// <summary>Name that the user gave the machine; null: none.</summary>
    public string? Name { get; init; }

    /// <summary>What the output says.</summary>
    public required PrintedRun Run { get; init; }

    /// <summary>When it was imported.</summary>
    public required DateTimeOffset ImportedAt { get; init; }

    /// <summary>When it was deleted; null if it was not.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>First half of SHA-256 over the document of the run, as an identifier of version 8 (RFC 9562).</summary>
    public static Guid IdOf(PrintedRun run)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(PrintedRunDocument.Write(run), digest);
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new Guid(digest[..16], bigEndian: true);
    }
}
