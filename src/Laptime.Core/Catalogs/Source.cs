namespace Laptime.Core.Catalogs;

/// <summary>Where a fact comes from and of when it is: every figure of a catalog carries one.</summary>
/// <param name="Id">Short name, explained in the file that holds the fact, or the feed it was imported from.</param>
/// <param name="AsOf">Day for which the fact was stated; null: the source does not say.</param>
/// <param name="Where">Line, row or page within the source; null: the whole of it.</param>
public sealed record Source(string Id, DateOnly? AsOf, string? Where = null);
