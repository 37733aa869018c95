using Laptime.Core.Catalogs;

namespace Laptime.Advice.Speeds;

/// <summary>What sort of knowledge a speed is.</summary>
public enum EvidenceKind
{
    /// <summary>A stored run on such a device.</summary>
    OwnRun,

    /// <summary>A figure that somebody published.</summary>
    Published,

    /// <summary>What the user said of the job.</summary>
    Stated,

    /// <summary>Computed by a model, not measured.</summary>
    Estimate,
}

/// <summary>What a speed rests on.</summary>
/// <param name="Kind">Sort of knowledge.</param>
/// <param name="Source">Where it is from and of when.</param>
/// <param name="Note">What was assumed to use it; null: nothing.</param>
public sealed record Evidence(EvidenceKind Kind, Source Source, string? Note);
