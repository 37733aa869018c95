namespace Laptime.Torch.Weights;

/// <summary>A file of weights cannot be used; the message names the file, the reason and the way out.</summary>
public sealed class WeightFileException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="message">One or two sentences for the user.</param>
    /// <param name="cause">What was thrown below; null if the file's content is the reason.</param>
    public WeightFileException(string message, Exception? cause = null)
        : base(message, cause) { }
}
