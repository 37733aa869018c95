namespace Laptime.Store;

/// <summary>Where a run is kept.</summary>
public enum RunShelf
{
    /// <summary>With the others.</summary>
    Kept,

    /// <summary>Deleted, and not yet gone.</summary>
    Bin,
}
