using Laptime.Core.Pictures;
using Laptime.Input.Passes;

namespace Laptime.Input;

/// <summary>How pictures are worked on; never what comes out.</summary>
public sealed record InputOptions
{
    /// <summary>Threads that decode and transform; at least 1. One for each processor that this process may use unless set.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Batches in memory at most, those that the caller has not given back included; at least 1. When all are full, the
    /// workers wait.
    /// </summary>
    public int Batches { get; init; } = 4;

    /// <summary>Where batches lie. Asked from the threads of the workers, one call at a time; freed from any thread.</summary>
    public IPictureMemory Memory { get; init; } = AlignedMemory.Shared;

    /// <summary>Clock of <see cref="IPicturePass.Waited"/> and <see cref="PassWork"/>; monotonic.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
