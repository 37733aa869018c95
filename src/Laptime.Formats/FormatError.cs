namespace Laptime.Formats;

/// <summary>What is wrong with a text from outside.</summary>
/// <param name="Path">Where: <c>$.trials[3].samples.blocks.wall_seconds[7]</c>; <c>$</c> is the whole text.</param>
/// <param name="Message">What is wrong there, in words that follow the path and a colon.</param>
public sealed record FormatError(string Path, string Message)
{
    /// <inheritdoc />
    public override string ToString() => $"{Path}: {Message}";
}
