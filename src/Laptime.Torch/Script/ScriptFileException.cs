namespace Laptime.Torch.Script;

/// <summary>A file cannot be run as a TorchScript program; the message names the file, the reason and the way out.</summary>
public sealed class ScriptFileException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="message">One or two sentences for the user.</param>
    /// <param name="cause">What was thrown below; null if the file's content is the reason.</param>
    public ScriptFileException(string message, Exception? cause = null)
        : base(message, cause) { }
}
