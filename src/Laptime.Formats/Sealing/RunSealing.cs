using System.Text;
using Laptime.Core.Runs;

namespace Laptime.Formats.Sealing;

/// <summary>Seals runs, and says what their seals tell. Pure: it reads no file and knows no clock.</summary>
public static class RunSealing
{
    /// <summary>The run with a seal over its raw data as it is now.</summary>
    /// <param name="record">The run; a seal that it has is replaced.</param>
    /// <param name="key">Signs as well; null: the digest alone.</param>
    public static RunRecord Seal(RunRecord record, SigningKey? key)
    {
        string digest = CanonicalForm.Digest(record);
        RunSeal seal = new() { Form = CanonicalForm.Number, Digest = digest };
        return record with { Run = record.Run with { Seal = key?.Sign(seal, Statement(seal)) ?? seal } };
    }

    /// <summary>What the seal tells of the run.</summary>
    public static SealVerdict Verify(RunRecord record)
    {
        if (record.Run.Seal is not { } seal)
        {
            return new SealVerdict(SealState.Unsealed, null, "The run has no seal.");
        }
        if (seal.Form > CanonicalForm.Number)
        {
            return new SealVerdict(
                SealState.Unsealed,
                null,
                "The run was sealed by a newer Laptime, in a form that this one does not know: update it."
            );
        }
        if (CanonicalForm.Digest(record) != seal.Digest)
        {
            return IsNewer(record.Run.ToolVersion)
                ? new SealVerdict(
                    SealState.Unsealed,
                    null,
                    "The run was measured by a newer Laptime and may hold what this one does not read: update it."
                )
                : new SealVerdict(SealState.Altered, null, "The raw data is not what was sealed.");
        }
        if (seal.Signature is null && seal.PublicKey is null)
        {
            return new SealVerdict(SealState.Unsigned, null, null);
        }
        return SigningKey.Verify(seal, Statement(seal)) is { } fingerprint
            ? new SealVerdict(SealState.Verified, fingerprint, null)
            : new SealVerdict(SealState.Altered, null, "The signature is not one of this digest by this key.");
    }

    /// <summary>
    /// The seal for a run that was put together from what was here and what came in, whose longer story says how it ended. A
    /// seal that fits the whole stays, a signed one first; an altered part leaves the whole altered; else it is sealed anew.
    /// </summary>
    /// <param name="whole">Run and trials as they will be kept.</param>
    /// <param name="here">The run as it was kept, with its trials.</param>
    /// <param name="incoming">The run as it came in.</param>
    public static RunSeal Merge(RunRecord whole, RunRecord here, RunRecord incoming)
    {
        RunSeal[] seals = [.. new[] { here.Run.Seal, incoming.Run.Seal }.OfType<RunSeal>()];
        var judged = seals
            .Select(seal => (Seal: seal, Verify(whole with { Run = whole.Run with { Seal = seal } }).State))
            .ToArray();
        foreach (SealState good in new[] { SealState.Verified, SealState.Unsigned })
        {
            if (Array.Find(judged, pair => pair.State == good) is { Seal: { } fitting })
            {
                return fitting;
            }
        }
        foreach (RunRecord part in new[] { here, incoming })
        {
            if (Verify(part).State == SealState.Altered)
            {
                return part.Run.Seal!;
            }
        }
        return Seal(whole, key: null).Run.Seal!;
    }

    /// <summary>What is signed: the name of the form and the digest, so that a signature means nothing anywhere else.</summary>
    private static byte[] Statement(RunSeal seal) =>
        Encoding.UTF8.GetBytes($"laptime-seal/{seal.Form}\n{seal.Digest}\n");

    private static bool IsNewer(string version) =>
        Version.TryParse(version.Split('-', '+')[0], out Version? other)
        && other > Version.Parse(typeof(RunSealing).Assembly.GetName().Version!.ToString(3));
}

/// <summary>What a seal tells of a run.</summary>
/// <param name="State">In a word.</param>
/// <param name="Fingerprint">Of the key whose signature is good, <c>SHA256:…</c>; null unless verified.</param>
/// <param name="Reason">Why it is altered or cannot be judged, one sentence; null where it is intact.</param>
public sealed record SealVerdict(SealState State, string? Fingerprint, string? Reason);
