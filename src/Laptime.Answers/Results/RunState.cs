using Laptime.Core.Runs;
using Laptime.Store;

namespace Laptime.Answers.Results;

/// <summary>Where a run stands, as far as this machine can tell.</summary>
public enum RunState
{
    /// <summary>All planned trials are there.</summary>
    Finished,

    /// <summary>Stopped by the user.</summary>
    Cancelled,

    /// <summary>A process of this machine is at it.</summary>
    UnderWay,

    /// <summary>It was under way here and no process is at it any more: it can be resumed.</summary>
    Interrupted,

    /// <summary>Not finished, and of another machine: whether somebody is at it cannot be told.</summary>
    Unfinished,
}

/// <summary>Tells it.</summary>
public static class RunStates
{
    /// <summary>Where a run stands.</summary>
    /// <param name="status">What is stored.</param>
    /// <param name="id">The run.</param>
    /// <param name="hostName">Machine that it was begun on; null: not known.</param>
    /// <param name="dataDirectory">Where runs under way are marked; null: not known.</param>
    public static RunState Of(RunStatus status, Guid id, string? hostName, string? dataDirectory) =>
        status switch
        {
            RunStatus.Finished => RunState.Finished,
            RunStatus.Cancelled => RunState.Cancelled,
            _ when dataDirectory is not null && RunLock.IsTaken(dataDirectory, id) => RunState.UnderWay,
            _ when dataDirectory is not null && hostName == Environment.MachineName => RunState.Interrupted,
            _ => RunState.Unfinished,
        };

    /// <summary>The same of a line of a list.</summary>
    public static RunState Of(RunSummary run, string? dataDirectory) =>
        Of(run.Status, run.Id, run.HostName, dataDirectory);

    /// <summary>In words.</summary>
    public static string Word(RunState state) =>
        state switch
        {
            RunState.UnderWay => "under way",
            RunState.Unfinished => "not finished",
            _ => state.ToString().ToLowerInvariant(),
        };
}
