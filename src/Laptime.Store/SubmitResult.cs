namespace Laptime.Store;

/// <summary>What became of a run that was handed in.</summary>
public abstract record SubmitResult
{
    private SubmitResult() { }

    /// <summary>It is here now.</summary>
    /// <param name="IsNewRun">Whether it was unknown before.</param>
    /// <param name="NewTrials">Trials that were added; 0 where the same run was here.</param>
    public sealed record Accepted(bool IsNewRun, int NewTrials) : SubmitResult;

    /// <summary>A run of that id is here and is another one; nothing was changed.</summary>
    /// <param name="Reason">What contradicts, a sentence.</param>
    public sealed record Conflicting(string Reason) : SubmitResult;
}
