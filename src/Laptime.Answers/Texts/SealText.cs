using Laptime.Core.Runs;
using Laptime.Formats.Sealing;

namespace Laptime.Answers.Texts;

/// <summary>What a seal tells, in words.</summary>
public static class SealText
{
    /// <summary>The word, and by whom or why: <c>verified, signed by SHA256:…</c>.</summary>
    public static string Of(SealVerdict verdict) =>
        verdict switch
        {
            { State: SealState.Verified, Fingerprint: { } key } => $"verified, signed by {key}",
            { State: SealState.Unsigned } => "unsigned; the data is what was sealed",
            { Reason: { } reason } => $"{RunText.Word(verdict.State)}: {reason}",
            _ => RunText.Word(verdict.State),
        };

    /// <summary>For the end of a sentence about a run that came from elsewhere; empty where there is nothing to say.</summary>
    public static string Behind(SealVerdict verdict) =>
        verdict switch
        {
            { State: SealState.Verified, Fingerprint: { } key } => $"; verified, signed by {key}",
            { State: SealState.Altered } => "; it was altered after it was sealed",
            _ => "",
        };
}
