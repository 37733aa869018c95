using System.Globalization;
using Laptime.Cli.Terminal;
using Laptime.Core.Scripts;

namespace Laptime.Cli.Reports;

/// <summary>A program of the user's in few words.</summary>
internal static class ScriptText
{
    private const int DigestDigits = 12;

    /// <summary>File, digest, inputs and, if it was trained, how: for the head of a report.</summary>
    public static List<string> Lines(ScriptSettings script, int width)
    {
        string inputs = script.Inputs.IsEmpty ? "no input" : $"input {string.Join(" ", script.Inputs)}";
        string training = script.Loss is { } loss
            ? $"; {Word(loss)}, {script.Optimizer.ToString()!.ToLowerInvariant()} at rate " + Rate(script.Rate ?? 0)
            : "";
        return Prose.Wrap(
            $"{Path.GetFileName(script.Path)} sha256 {script.Digest[..DigestDigits]}…, {inputs}{training}",
            width
        );
    }

    private static string Rate(double rate) =>
        rate.ToString(rate < 1e-3 ? "0.###e-0" : "0.####", CultureInfo.InvariantCulture);

    /// <summary>A loss as it is typed.</summary>
    public static string Word(ScriptLoss loss) =>
        loss == ScriptLoss.CrossEntropy ? "cross-entropy" : loss.ToString().ToLowerInvariant();
}
