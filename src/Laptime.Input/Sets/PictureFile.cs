namespace Laptime.Input.Sets;

/// <summary>A picture with its label.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Label">Index of its class.</param>
public readonly record struct PictureFile(string Path, int Label);

/// <summary>A file that is left out because no picture can be read from it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record UnreadablePicture(string Path, string Reason);
