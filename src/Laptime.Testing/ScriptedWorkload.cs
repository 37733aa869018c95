using Laptime.Core.Cases;
using Laptime.Core.Quantities;

namespace Laptime.Testing;

/// <summary>A workload whose steps take the time that a script says, on a clock that only it moves.</summary>
/// <param name="time">The clock.</param>
/// <param name="secondsOfStep">Duration of each step by its number, from 0.</param>
public sealed class ScriptedWorkload(ManualTime time, Func<int, double> secondsOfStep) : IFedWorkload
{
    private long blockStart;

    /// <summary>Steps done.</summary>
    public int StepsDone { get; private set; }

    /// <summary>Whether it was disposed of.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>What the allocator says after so many steps.</summary>
    public Func<int, Bytes?> Reserved { get; init; } = _ => new Bytes(1 << 20);

    /// <summary>What the last step computed, by the number of steps done; null: something that follows the input.</summary>
    public Func<int, WorkloadCheck>? Check { get; init; }

    /// <summary>Device time by wall time of the block; null: no device clock.</summary>
    public Func<double, double>? DeviceTime { get; init; }

    /// <summary>Whether there is an input that can be renewed.</summary>
    public bool HasInput { get; init; } = true;

    /// <summary>Seed of the input in place.</summary>
    public long InputSeed { get; private set; }

    /// <summary>Called before each step with its number.</summary>
    public Action<int>? OnStep { get; init; }

    /// <inheritdoc />
    public string ItemName => "image";

    /// <inheritdoc />
    public int ItemsPerStep => 8;

    /// <inheritdoc />
    public long Parameters => 1000;

    /// <inheritdoc />
    public void Step()
    {
        OnStep?.Invoke(StepsDone);
        time.Advance(new Seconds(secondsOfStep(StepsDone++)));
    }

    /// <summary>How long making a batch on the host takes.</summary>
    public Seconds FillTime { get; init; }

    /// <inheritdoc />
    public void FillHost(long seed)
    {
        InputSeed = seed;
        time.Advance(FillTime);
    }

    /// <inheritdoc />
    public void StepFromHost() => Step();

    /// <inheritdoc />
    public void Synchronize()
    {
        // Steps are done when they return.
    }

    /// <inheritdoc />
    public bool RenewInput(long seed)
    {
        InputSeed = seed;
        return HasInput;
    }

    /// <inheritdoc />
    public void MarkBlockStart() => blockStart = time.Ticks;

    /// <inheritdoc />
    public Seconds? ReadBlockDeviceTime() =>
        DeviceTime is null ? null : new Seconds(DeviceTime((time.Ticks - blockStart) / 1e9));

    /// <inheritdoc />
    public WorkloadMemory ReadMemory() => new(Reserved(StepsDone), new Bytes(1 << 21));

    /// <inheritdoc />
    public WorkloadCheck ReadCheck() =>
        Check?.Invoke(StepsDone) ?? new WorkloadCheck(1, IsFinite: true, $"output of {InputSeed}");

    /// <inheritdoc />
    public void Dispose() => IsDisposed = true;
}
