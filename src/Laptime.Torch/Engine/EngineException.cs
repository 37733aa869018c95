namespace Laptime.Torch.Engine;

/// <summary>The engine cannot be had on this machine; the message says what is missing and the command that mends it.</summary>
public sealed class EngineException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="message">One or two sentences for the user.</param>
    /// <param name="cause">What was thrown below; null if nothing was.</param>
    public EngineException(string message, Exception? cause = null)
        : base(message, cause) { }
}
