using Laptime.Core.Catalogs;

namespace Laptime.Answers.Catalogs;

/// <summary>A fact of the catalog as people read it.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Text">The fact, or that it is not known.</param>
/// <param name="Source">Where it comes from and of when; null: told of the whole record only.</param>
public sealed record CatalogFact(string Title, string Text, Source? Source = null);
