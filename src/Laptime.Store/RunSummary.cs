using Laptime.Core.Runs;
using Laptime.Core.Trials;

namespace Laptime.Store;

/// <summary>What a list tells of a run; it is read without the rest of the run.</summary>
public sealed record RunSummary
{
    /// <summary>Identity of the run.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Name of the suite.</summary>
    public required string Suite { get; init; }

    /// <summary>Tier.</summary>
    public required Tier Tier { get; init; }

    /// <summary>Device of the first case: <c>cpu</c>, <c>cuda:0</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Name that the device's vendor gave it; null: not known.</summary>
    public string? DeviceModel { get; init; }

    /// <summary>Version of libtorch; null: none was there.</summary>
    public string? LibtorchVersion { get; init; }

    /// <summary>Name of the machine; null: not known, or not told when the run was exported.</summary>
    public string? HostName { get; init; }

    /// <summary>The user's own note.</summary>
    public string? Note { get; init; }

    /// <summary>Trials that were measured.</summary>
    public required int Measured { get; init; }

    /// <summary>Trials that were skipped.</summary>
    public required int Skipped { get; init; }

    /// <summary>Trials that failed.</summary>
    public required int Failed { get; init; }

    /// <summary>Cases of its suite.</summary>
    public required int Cases { get; init; }

    /// <summary>What its seal told when the run was saved; reading the whole run tells it anew.</summary>
    public SealState Seal { get; init; }

    /// <summary>When it was imported; null if it was measured here.</summary>
    public DateTimeOffset? ImportedAt { get; init; }

    /// <summary>When it was deleted; null if it was not.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Model of the device of a run's first case; null: not known.</summary>
    public static string? DeviceModelOf(Run run) =>
        run.Suite.Cases.FirstOrDefault()?.Device is { IsCpu: false } gpu
            ? run.Platform.Gpus.FirstOrDefault(facts => facts.Index == gpu.Index)?.Name
            : run.Platform.Cpu.Model;
}
