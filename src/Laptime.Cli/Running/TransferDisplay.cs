using System.Globalization;
using Laptime.Cli.Terminal;
using Laptime.Core.Quantities;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;
using Laptime.Measurement.Sessions;

namespace Laptime.Cli.Running;

/// <summary>
/// Shows a transfer-learning job on standard error: on a terminal one line that rewrites itself below the epochs that
/// ended, elsewhere only those.
/// </summary>
internal sealed class TransferDisplay(Screen screen) : IProgress<SessionEvent>
{
    private const int CurveWidth = 8;

    private readonly List<double> losses = [];
    private string launch = "";
    private double? accuracy;

    /// <summary>Removes the line that rewrites itself.</summary>
    public void Clear() => screen.Rewrite("");

    public void Report(SessionEvent value)
    {
        switch (value)
        {
            case SessionEvent.TrialStarting starting:
                launch = starting.LaunchesWanted > 1 ? $"{starting.Launch} of {starting.LaunchesWanted}, " : "";
                losses.Clear();
                accuracy = null;
                screen.Rewrite($"{launch}starting");
                break;
            case SessionEvent.TrialUnderWay { Progress.Transfer: { } progress }:
                Show(progress);
                break;
            case SessionEvent.TrialEnded { Trial.Outcome: TrialOutcome.Skipped skipped }:
                Clear();
                screen.Say($"{launch}skipped. {skipped.Reason}");
                break;
            case SessionEvent.TrialEnded { Trial.Outcome: TrialOutcome.Failed failed }:
                Clear();
                screen.Say($"{launch}failed. {failed.Attempted} {failed.Advice}".TrimEnd());
                break;
        }
    }

    /// <summary>The line of an epoch that has ended.</summary>
    internal static string Describe(TransferEpoch epoch, TransferProgress progress) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Part} {epoch.Number}/{progress.Epochs}: loss {Loss(epoch.TrainLoss)}, valid {Loss(epoch.ValidLoss)}, accuracy {epoch.Accuracy:P1}, {Figures.Span(epoch.Took)}"
        );

    /// <summary>The line of a job under way.</summary>
    internal string Line(TransferProgress progress)
    {
        List<string> parts =
        [
            $"{launch}{progress.Part} {progress.Epoch}/{progress.Epochs}",
            .. progress.Steps > 0 ? [$"{100 * progress.Step / progress.Steps} %"] : Array.Empty<string>(),
        ];
        if (losses.Count > 0 && progress.ImagesPerSecond is not null)
        {
            parts.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Sparkline.DrawLast(losses, CurveWidth)} loss {losses[^1]:F3}"
                )
            );
        }
        if (accuracy is { } known)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"acc {known:P1}"));
        }
        if (progress.ImagesPerSecond is { } rate)
        {
            parts.Add($"{rate.ToString(rate < 100 ? "G3" : "F0", CultureInfo.InvariantCulture)}/s");
        }
        if (progress.SecondsLeft is > 0 and var left)
        {
            parts.Add($"{Figures.Span(new Seconds(left))} left");
        }
        return string.Join("  ", parts);
    }

    private static string Loss(double? loss) =>
        loss is { } value ? value.ToString("F3", CultureInfo.InvariantCulture) : "not finite";

    private void Show(TransferProgress progress)
    {
        if (progress.Notice is { } notice)
        {
            Clear();
            Action<string> tell = progress.IsWarning ? screen.Warn : screen.Say;
            tell(notice);
            return;
        }
        if (progress.Ended is { } epoch)
        {
            accuracy = epoch.Accuracy;
            Clear();
            screen.Say($"{launch}{Describe(epoch, progress)}");
            return;
        }
        if (progress.Loss is { } loss)
        {
            losses.Add(loss);
        }
        screen.Rewrite(Line(progress));
    }
}
