using Laptime.Core.Quantities;

namespace Laptime.Core.Cases;

/// <summary>
/// A case made ready in this process: network, input and optimizer exist. The measurement drives it and knows nothing
/// of what it computes. Not thread-safe; everything is called from one thread.
/// </summary>
public interface IWorkload : IDisposable
{
    /// <summary>What one item is, in the singular: <c>image</c>, <c>sequence</c>.</summary>
    string ItemName { get; }

    /// <summary>Items that one <see cref="Step"/> processes.</summary>
    int ItemsPerStep { get; }

    /// <summary>Parameters of the network.</summary>
    long Parameters { get; }

    /// <summary>Does one step. On an asynchronous device the work may still be under way when this returns.</summary>
    void Step();

    /// <summary>Returns once all work enqueued so far is done.</summary>
    void Synchronize();

    /// <summary>
    /// Puts other values into the input, drawn from <paramref name="seed"/>: the same seed gives the same input. Called
    /// between steps only.
    /// </summary>
    /// <returns>False if the workload has no input to renew.</returns>
    bool RenewInput(long seed) => false;

    /// <summary>Marks the start of a block on the device's own clock. Nothing on a device without one.</summary>
    void MarkBlockStart() { }

    /// <summary>Device time since <see cref="MarkBlockStart"/>, called after <see cref="Synchronize"/>; null where the device has no clock of its own.</summary>
    Seconds? ReadBlockDeviceTime() => null;

    /// <summary>Memory of the device's allocator; called between blocks only.</summary>
    WorkloadMemory ReadMemory();

    /// <summary>What the last step computed; called outside timed spans only.</summary>
    WorkloadCheck ReadCheck();
}

/// <summary>A workload whose batch may also come from the host's memory anew with each step, as a training script feeds it.</summary>
public interface IFedWorkload : IWorkload
{
    /// <summary>Makes a batch in the host's memory, in double precision; the same seed gives the same batch.</summary>
    void FillHost(long seed);

    /// <summary>
    /// Converts the batch of <see cref="FillHost"/> to single precision, copies it to the device, does a step, brings the
    /// output of a forward pass back and returns once all is done.
    /// </summary>
    /// <exception cref="InvalidOperationException"><see cref="FillHost"/> was never called.</exception>
    void StepFromHost();
}

/// <summary>What the allocator of the measured device says.</summary>
/// <param name="Reserved">Taken from the system; null where the allocator keeps no count.</param>
/// <param name="Peak">Most that was in use at once; null where the allocator keeps no count.</param>
public readonly record struct WorkloadMemory(Bytes? Reserved, Bytes? Peak);

/// <summary>Evidence that the work was really done, and rightly.</summary>
/// <param name="Value">Loss of the last training step, or the root mean square of the last output.</param>
/// <param name="IsFinite">False if the loss or any output was NaN or infinite.</param>
/// <param name="Fingerprint">Short digest of the output, for comparing builds; null if it was not taken.</param>
public readonly record struct WorkloadCheck(double Value, bool IsFinite, string? Fingerprint);
