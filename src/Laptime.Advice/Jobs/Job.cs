using Laptime.Core.Cases;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Jobs;

/// <summary>An amount of work that somebody wants done. Null means not known or not asked for.</summary>
public sealed record Job
{
    /// <summary>What is computed: <c>resnet50</c>, or a whole published job such as <c>dogs-cats-resnet50</c>, whose item is the job.</summary>
    public required string Workload { get; init; }

    /// <summary>How it is driven.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>Arithmetic, as speeds name it: <c>fp32</c>, <c>fp16</c>; null: whatever the speeds were found with.</summary>
    public string? Precision { get; init; }

    /// <summary>Items per step; null: what suits the device best among known speeds.</summary>
    public int? Batch { get; init; }

    /// <summary>How much of it.</summary>
    public required Work Work { get; init; }

    /// <summary>Memory that it needs on each device; null: not known, and then no offer is known to be large enough.</summary>
    public Bytes? Memory { get; init; }

    /// <summary>Time from a fresh machine until work begins, every time; null: the provider's, else the assumed one.</summary>
    public Seconds? SetupTime { get; init; }

    /// <summary>Work between two checkpoints; null: as Young and Daly advise where interruptions matter, else none.</summary>
    public Seconds? CheckpointEvery { get; init; }

    /// <summary>Disk that it needs, in GB.</summary>
    public decimal? StorageGb { get; init; }
}

/// <summary>How much work there is.</summary>
public abstract record Work
{
    private Work() { }

    /// <summary>So many items.</summary>
    /// <param name="Count">Images, sequences, …; above zero.</param>
    public sealed record Items(double Count) : Work
    {
        /// <summary>A data set, several times over.</summary>
        /// <exception cref="ArgumentOutOfRangeException">One of them is not above zero.</exception>
        public static Items Epochs(double epochs, double dataset)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epochs);
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dataset);
            return new Items(epochs * dataset);
        }
    }

    /// <summary>What one device of a model does in a time. Its speed is needed to know what that is on another model, not on the same.</summary>
    /// <param name="Time">How long it works; above zero.</param>
    /// <param name="Device">Id of the device model.</param>
    public sealed record Hours(Seconds Time, string Device) : Work;

    /// <summary>What the machine of an own run does in a time, whether or not any catalog knows its device.</summary>
    /// <param name="Time">How long it works; above zero.</param>
    /// <param name="Run">The run: <c>last</c> for the latest that measured the job, or the beginning of an id.</param>
    public sealed record RunHours(Seconds Time, string Run) : Work;
}
