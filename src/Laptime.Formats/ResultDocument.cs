using System.Collections.Immutable;
using System.Text.Json;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Formats.Sealing;
using Laptime.Formats.Wire;

namespace Laptime.Formats;

/// <summary>What a run came to, without its raw data: for scripts that want the figures. Written, never read back.</summary>
public static class ResultDocument
{
    /// <summary>Name and version of the schema.</summary>
    public const string Schema = "laptime.results/1";

    /// <summary>The results as UTF-8, on one line.</summary>
    /// <param name="run">The run.</param>
    /// <param name="results">What its cases came to.</param>
    /// <param name="seal">What its seal tells; null: it was not looked at.</param>
    public static byte[] Write(Run run, ImmutableArray<CaseResult> results, SealVerdict? seal = null) =>
        JsonSerializer.SerializeToUtf8Bytes(
            ResultsJson.From(run, results, Schema) with
            {
                Seal = seal is null ? null : Words.Of(seal.State),
                SignedBy = seal?.Fingerprint,
            },
            WireContext.Default.ResultsJson
        );
}
