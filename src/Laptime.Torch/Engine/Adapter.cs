namespace Laptime.Torch.Engine;

/// <summary>The adapter, built for one libtorch.</summary>
/// <param name="Path">The shared library to load.</param>
/// <param name="HasCuda">Whether it was built against CUDA.</param>
/// <param name="Note">Why it was built without CUDA for a libtorch that has it, as a sentence; null otherwise.</param>
public sealed record Adapter(string Path, bool HasCuda, string? Note);
