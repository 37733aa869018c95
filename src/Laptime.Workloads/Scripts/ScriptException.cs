namespace Laptime.Workloads.Scripts;

/// <summary>A program cannot be run as asked.</summary>
public sealed class ScriptException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="message">What does not work, one sentence.</param>
    /// <param name="advice">What to do about it.</param>
    /// <param name="cause">What was thrown below; null if nothing was.</param>
    public ScriptException(string message, string advice, Exception? cause = null)
        : base(message, cause) => Advice = advice;

    /// <summary>What to do about it.</summary>
    public string Advice { get; }
}
