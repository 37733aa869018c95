using System.Diagnostics.CodeAnalysis;

namespace Laptime.Core.Runs;

/// <summary>What a run carries so that a reader can tell whether its raw data is still what was measured.</summary>
public sealed record RunSeal
{
    /// <summary>Number of the canonical form that was digested; docs/results-format.md describes it. From 1.</summary>
    public required int Form { get; init; }

    /// <summary>SHA-256 of the canonical form, 64 hexadecimal digits in lower case.</summary>
    public required string Digest { get; init; }

    /// <summary>Public key of the signer: SubjectPublicKeyInfo of an ECDSA key on P-256 in base64; null: not signed.</summary>
    public string? PublicKey { get; init; }

    /// <summary>Signature of the digest by that key, DER in base64; null: not signed.</summary>
    public string? Signature { get; init; }
}

/// <summary>What a seal tells of a run.</summary>
public enum SealState
{
    /// <summary>There is no seal: the run is under way, or older than seals. Nothing can be said.</summary>
    Unsealed,

    /// <summary>The digest is that of the raw data; nobody vouches for it.</summary>
    [SuppressMessage(
        "Naming",
        "CA1720:Identifier contains type name",
        Justification = "Without a signature, no number."
    )]
    Unsigned,

    /// <summary>The digest is that of the raw data, and the signature is that of the key that stands beside it.</summary>
    Verified,

    /// <summary>Digest or signature does not belong to the raw data: something was changed after it was sealed.</summary>
    Altered,
}
