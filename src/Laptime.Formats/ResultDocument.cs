using System.Collections.Immutable;
using System.Text.Json;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Formats.Wire;

namespace Laptime.Formats;

/// <summary>What a run came to, without its raw data: for scripts that want the figures. Written, never read back.</summary>
public static class ResultDocument
{
    /// <summary>Name and version of the schema.</summary>
    public const string Schema = "laptime.results/1";

    /// <summary>The results as UTF-8, on one line.</summary>
    public static byte[] Write(Run run, ImmutableArray<CaseResult> results) =>
        JsonSerializer.SerializeToUtf8Bytes(ResultsJson.From(run, results, Schema), WireContext.Default.ResultsJson);
}
