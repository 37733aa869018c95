namespace Laptime.Advice.Speeds;

/// <summary>Workloads and precisions as different sources spell them.</summary>
public static class WorkloadName
{
    /// <summary>Whether two names mean the same workload: <c>bert-large</c>, <c>bert_large</c>, <c>BERTlarge</c>.</summary>
    public static bool Same(string a, string b) =>
        string.Equals(Letters(a), Letters(b), StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The precision in the words of the program; <c>mixed</c>, <c>amp</c> and the like are <c>fp16</c>. Null stays
    /// null.
    /// </summary>
    public static string? Precision(string? text) =>
        text?.ToLowerInvariant() switch
        {
            "mixed" or "amp" or "amp-fp16" or "half" or "float16" => "fp16",
            "float32" or "single" => "fp32",
            "amp-bf16" or "bfloat16" => "bf16",
            var other => other,
        };

    private static string Letters(string name) =>
        name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
}
