using System.Security.Cryptography;
using Laptime.Core.Runs;

namespace Laptime.Formats.Sealing;

/// <summary>A key that signs seals: ECDSA on the curve P-256 with SHA-256 (FIPS 186-5).</summary>
public sealed class SigningKey : IDisposable
{
    // SubjectPublicKeyInfo of a P-256 key has 91 bytes, a signature 72 at most (RFC 5480, RFC 3279).
    private const int LongestBase64 = 200;

    private readonly ECDsa _key;

    private SigningKey(ECDsa key) => _key = key;

    /// <summary>Digest of the public key, by which people know it: <c>SHA256:</c> and base64, as OpenSSH writes it.</summary>
    public string Fingerprint => FingerprintOf(_key.ExportSubjectPublicKeyInfo());

    /// <summary>A new key.</summary>
    public static SigningKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads what <see cref="ToPem"/> wrote.</summary>
    /// <exception cref="ArgumentException">There is no such key in the text.</exception>
    public static SigningKey FromPem(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key.KeySize == 256
                ? new SigningKey(key)
                : throw new ArgumentException("the key is not on the curve P-256", nameof(pem));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new ArgumentException(e is ArgumentException ? e.Message : "the key is damaged", nameof(pem), e);
        }
    }

    /// <summary>The private key as PEM (PKCS #8), which openssl reads as well. For nobody else's eyes.</summary>
    public string ToPem() => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>The public key as PEM.</summary>
    public string ToPublicPem() => _key.ExportSubjectPublicKeyInfoPem();

    /// <inheritdoc />
    public void Dispose() => _key.Dispose();

    internal RunSeal Sign(RunSeal seal, byte[] statement) =>
        seal with
        {
            PublicKey = Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo()),
            Signature = Convert.ToBase64String(
                _key.SignData(statement, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            ),
        };

    /// <summary>Fingerprint of the key if the signature is its; null if it is not, or cannot be read.</summary>
    internal static string? Verify(RunSeal seal, byte[] statement)
    {
        if (
            seal.PublicKey is not { Length: <= LongestBase64 } publicKey
            || seal.Signature is not { Length: <= LongestBase64 } signature
        )
        {
            return null;
        }
        try
        {
            byte[] information = Convert.FromBase64String(publicKey);
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(information, out int read);
            bool isGood =
                read == information.Length
                && key.KeySize == 256
                && key.VerifyData(
                    statement,
                    Convert.FromBase64String(signature),
                    HashAlgorithmName.SHA256,
                    DSASignatureFormat.Rfc3279DerSequence
                );
            return isGood ? FingerprintOf(information) : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            // What is no key or no signature vouches for nothing, which is all that is asked.
            return null;
        }
    }

    private static string FingerprintOf(byte[] publicKey) =>
        $"SHA256:{Convert.ToBase64String(SHA256.HashData(publicKey)).TrimEnd('=')}";
}
