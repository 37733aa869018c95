using System.Text.Json.Serialization;

namespace Laptime.Formats.Wire;

/// <summary>
/// Serializers, generated at build time: no reflection at start, and trimming keeps what is needed. A document nests
/// seven deep; whatever nests deeper than the limit is an attack.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    MaxDepth = Document.MaximumDepth
)]
[JsonSerializable(typeof(RunJson))]
[JsonSerializable(typeof(TrialJson))]
[JsonSerializable(typeof(PlatformJson))]
[JsonSerializable(typeof(RequestJson))]
[JsonSerializable(typeof(MessageJson))]
[JsonSerializable(typeof(ResultsJson))]
[JsonSerializable(typeof(PrintedRunJson))]
internal sealed partial class WireContext : JsonSerializerContext;
