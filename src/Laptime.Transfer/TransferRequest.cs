using System.Collections.Immutable;
using System.Globalization;
using Laptime.Core.Cases;
using Laptime.Core.Transfer;
using Laptime.Workloads.Networks;

namespace Laptime.Transfer;

/// <summary>Everything that a job has to know.</summary>
public sealed record TransferRequest
{
    private const string Prefix = "transfer-";

    /// <summary>Network, batch, precision, device.</summary>
    public required Case Case { get; init; }

    /// <summary>What to do.</summary>
    public required TransferSettings Settings { get; init; }

    /// <summary>Seed of everything random.</summary>
    public required long Seed { get; init; }

    /// <summary>Number of the repetition, from 1.</summary>
    public required int Launch { get; init; }

    /// <summary>Weights of the body; null: random ones.</summary>
    public string? WeightsPath { get; init; }

    /// <summary>Settings of the engine that are in force, for the record.</summary>
    public ImmutableSortedDictionary<string, string> EngineSettings { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Network of the case.</summary>
    /// <exception cref="InvalidOperationException">It is no transfer-learning job.</exception>
    public ResNetKind Network =>
        OtherNetwork ?? NetworkOf(Case) ?? throw new InvalidOperationException($"{Case} is no transfer-learning job.");

    /// <summary>A network in place of the case's, for tests; null outside of them.</summary>
    internal ResNetKind? OtherNetwork { get; init; }

    /// <summary>Pixels a side.</summary>
    public int Side => Case.Shape["image"];

    /// <summary>Directory of this repetition's checkpoints.</summary>
    public string CheckpointDirectory => Path.Combine(Settings.Checkpoints, FolderOf(Case, Launch));

    /// <summary>Name of the folder for what a repetition of a case leaves: <c>b64-fp32-stock-launch1</c>.</summary>
    public static string FolderOf(Case @case, int launch) =>
        $"b{@case.Batch}-{@case.Precision}-{@case.Mode}-launch{launch}".ToLowerInvariant();

    /// <summary>Whether a repetition has left a checkpoint that it can go on from.</summary>
    public static bool CanGoOn(TransferSettings settings, Case @case, int launch)
    {
        string directory = Path.Combine(settings.Checkpoints, FolderOf(@case, launch));
        return Directory.Exists(directory) && Directory.EnumerateFiles(directory, "*.safetensors").Any();
    }

    /// <summary>
    /// The case of a job. What changes its speed is part of it: pictures a side, workers, and how many pictures there
    /// are, which tells data sets apart.
    /// </summary>
    public static Case CaseOf(
        ResNetKind network,
        int batch,
        Precision precision,
        Mode mode,
        DeviceName device,
        int threads,
        int side,
        int workers,
        int pictures
    ) =>
        new()
        {
            Workload = Prefix + network.Name,
            Scenario = Scenario.Train,
            Batch = batch,
            Precision = precision,
            Mode = mode,
            Device = device,
            Threads = threads,
            Shape = ImmutableSortedDictionary
                .Create<string, int>(StringComparer.Ordinal)
                .Add("image", side)
                .Add("pictures", pictures)
                .Add("workers", workers),
        };

    /// <summary>Network of a transfer-learning case; null for any other case.</summary>
    public static ResNetKind? NetworkOf(Case @case) =>
        ResNetKind.All.FirstOrDefault(kind => Prefix + kind.Name == @case.Workload);

    /// <summary>What tells a job from others, so that a checkpoint is not taken for another's.</summary>
    internal string IdentityWith(int train, int valid) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Case.Id} seed {Seed} epochs {Settings.FrozenEpochs}+{Settings.Epochs} rates {Settings.FrozenRate} {Settings.LowestRate} {Settings.HighestRate} {Settings.Warmup} pictures {train}+{valid}"
        );
}

/// <summary>A job cannot be done; the message says why, <see cref="Advice"/> what to do.</summary>
/// <param name="message">One sentence.</param>
/// <param name="advice">One sentence.</param>
public sealed class TransferException(string message, string advice) : Exception(message)
{
    /// <summary>What to do about it.</summary>
    public string Advice => advice;
}
