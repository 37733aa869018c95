using System.Globalization;
using Laptime.Core.Findings;
using Laptime.Core.Transfer;

namespace Laptime.Core.Results;

/// <summary>What there is to say about transfer-learning jobs besides their figures.</summary>
internal static class InputFindings
{
    // A tenth of the time: docs/measurement.md, verdict INPUT. It is confirmed if the resident batch wins half of it back.
    private const double Share = 0.1;
    private const double Recovered = 0.5;

    /// <summary>Findings of all launches together; none for anything but a transfer-learning job.</summary>
    public static IEnumerable<Finding> Of(CaseResult result)
    {
        if (result.Transfer.IsEmpty)
        {
            yield break;
        }
        if (Input(result) is { } input)
        {
            yield return input;
        }
        if (result.Transfer.Any(figures => !figures.IsPretrained))
        {
            yield return new Finding(
                FindingCode.RandomWeights,
                Severity.Note,
                "The training began with random weights: the accuracy is not comparable with published ones, the times are.",
                "Give the weights of ImageNet with --weights, a safetensors file or a PyTorch state dict."
            );
        }
        int unreadable = result.Transfer.Max(figures => figures.UnreadablePictures);
        if (unreadable > 0)
        {
            yield return new Finding(
                FindingCode.UnreadableInput,
                Severity.Warning,
                unreadable == 1
                    ? "One picture file could not be read and was left out."
                    : $"{unreadable} picture files could not be read and were left out.",
                "Replace or remove them; the run named them."
            );
        }
        int failed = result.Transfer.Sum(figures => figures.FailedCheckpoints);
        if (failed > 0)
        {
            yield return new Finding(
                FindingCode.NoCheckpoint,
                Severity.Warning,
                failed == 1
                    ? "A checkpoint could not be written; an interruption would have cost the work since the one before."
                    : $"{failed} checkpoints could not be written; an interruption would have cost the work since the last one that could.",
                "Free some space, or give a directory on another disk with --checkpoints."
            );
        }
    }

    private static Finding? Input(CaseResult result)
    {
        double share = result.Transfer.Average(figures => figures.WaitingShare ?? 0);
        TransferFigures[] compared =
        [
            .. result.Transfer.Where(f => f is { LastPhaseImagesPerSecond: > 0, ResidentImagesPerSecond: > 0 }),
        ];
        double? speedUp =
            compared.Length == 0
                ? null
                : compared.Average(f => f.ResidentImagesPerSecond!.Value / f.LastPhaseImagesPerSecond!.Value);
        // Part of the time that a resident batch saves.
        double? saved = speedUp is { } factor ? 1 - 1 / factor : null;
        string times = speedUp is { } ratio ? ratio.ToString("F2", CultureInfo.InvariantCulture) : "";
        if (share >= Share)
        {
            bool isConfirmed = saved >= Recovered * share;
            return new Finding(
                FindingCode.InputBound,
                Severity.Warning,
                $"The device waited for input {share:P0} of the training time"
                    + (
                        isConfirmed ? $"; on a resident batch the same steps are {times} times as fast."
                        : speedUp is null ? "; no resident batch was there to confirm it."
                        : $", yet on a resident batch the same steps are only {times} times as fast: suspected, not confirmed."
                    ),
                "Add workers (--workers) or processors, store smaller pictures, or use a faster disk; a faster device would wait longer."
            );
        }
        return result.Case.Device.IsCpu && saved >= Share
            ? new Finding(
                FindingCode.InputBound,
                Severity.Warning,
                $"Preparing pictures takes processor time from the training: on a resident batch the same steps are {times} times as fast.",
                "Store smaller pictures, or train on more cores."
            )
            : null;
    }
}
